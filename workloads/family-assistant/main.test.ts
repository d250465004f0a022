import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { HOUSEHOLD, linkFor, SECRET } from "./testing/home.ts";

const PROGRAM = fileURLToPath(new URL("main.ts", import.meta.url));

/** As somebody starts it who has its settings. */
async function run(...args: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "family-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "household.json");
  writeFileSync(file, JSON.stringify(HOUSEHOLD));
  const secret = join(folder, "secret");
  writeFileSync(secret, `${SECRET}\n`);
  const child = spawn(process.execPath, ["--import", "tsx", PROGRAM, ...args], {
    env: {
      PATH: process.env.PATH,
      FAMILY_HOUSEHOLD_FILE: file,
      FAMILY_SECRET_FILE: secret,
      FAMILY_URL: "https://family.home",
      DATABASE_URL: "postgresql://family@127.0.0.1:9/family",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, error] = ["", ""];
  child.stdout.on("data", (text) => {
    out += text;
  });
  child.stderr.on("data", (text) => {
    error += text;
  });
  await once(child, "close");
  return { code: child.exitCode, out, error };
}

test("it prints somebody's link, and names those whom there are where it knows nobody of that name", async () => {
  expect(await run("link", "opa")).toEqual({
    code: 0,
    out: `https://family.home${linkFor("opa")}\n`,
    error: "",
  });
  const { code, out, error } = await run("link", "mallory");
  expect([code, out]).toEqual([1, ""]);
  expect(error).toContain("Nobody here is called mallory; there are ada, opa, eve.");
  expect(error).not.toContain(SECRET);
  expect((await run("unlink", "ada")).error).toContain("There is no command unlink: write link");
}, 60_000);
