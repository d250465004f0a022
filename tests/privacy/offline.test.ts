import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Service } from "../../components/lab/index.ts";
import { bundle } from "../../components/program/index.ts";
import { readerNamed } from "../../components/testing/index.ts";
import { labOf, stackNames } from "../../stacks/labs.ts";

let services: Service[];
beforeAll(async () => {
  const labs = await Promise.all(stackNames.map(labOf));
  services = labs.flatMap((lab) => lab.services).filter(({ lifecycle }) => lifecycle === "production");
});

describe("with the internet cut off", () => {
  test("what is relied upon comes up, but for what brings the internet in or only fetches from it", () => {
    const cannot = services.filter(({ reach }) => reach.internet?.toStart).map(({ name }) => name);
    expect(cannot).toContain("cloudflared-platform");
    expect(cannot.filter((name) => !/^(arc-runners|cloudflared|comfyui)(-|$)/.test(name))).toEqual([]);
  });

  test("nobody else waits for one of those", () => {
    const cannot = new Set(services.filter(({ reach }) => reach.internet?.toStart).map(({ name }) => name));
    const waiting = services.filter(({ needs }) => needs.some((need) => cannot.has(need)));
    expect(waiting.map(({ name }) => name)).toEqual([]);
  });
});

const bwrap = readerNamed("bwrap");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "offline-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(!bwrap)(
  "the router starts, and is ready, where there is no network at all (apt install bubblewrap)",
  { timeout: 120_000 },
  async () => {
    const { start, later } = await bundle("router");
    for (const [file, text] of Object.entries({ ...start, ...later }))
      writeFileSync(join(folder, file), text);
    writeFileSync(join(folder, "ask.mjs"), ASK);
    const { stdout, stderr } = spawnSync(
      bwrap ?? "",
      [
        "--dev-bind",
        "/",
        "/",
        "--unshare-net",
        "--die-with-parent",
        process.execPath,
        join(folder, "ask.mjs"),
      ],
      { cwd: folder, encoding: "utf8", timeout: 90_000, env: { PATH: process.env.PATH, HOME: folder } },
    );
    expect(stdout.trim(), stderr).toBe("outside: no way; router: 200");
  },
);

/** Runs beside it, in the same empty network. */
const ASK = `
import { spawn } from "node:child_process";
import { connect } from "node:net";
const outside = await new Promise((said) =>
  connect(443, "1.1.1.1").on("connect", () => said("open")).on("error", () => said("no way")));
const env = { ...process.env, PORT: "8099", ROUTER_DATA_DIR: process.cwd() + "/data", ROUTER_ADMIN_KEY: "a-key-of-a-test-that-nobody-has" };
const router = spawn(process.execPath, ["router.mjs"], { env, stdio: ["ignore", "ignore", "inherit"] });
let status = "none";
for (let tries = 0; tries < 150 && status !== 200; tries++) {
  await new Promise((done) => setTimeout(done, 200));
  status = await fetch("http://127.0.0.1:8099/readyz").then(({ status }) => status, () => "none");
}
router.kill();
console.log("outside: " + outside + "; router: " + status);
`;
