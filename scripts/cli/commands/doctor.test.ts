import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkout } from "../../setup/paths.mjs";

function lab(args: string[], environment: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync("node", [join(checkout, "scripts/lab.mjs"), ...args], {
    env: { ...process.env, ...environment },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("the doctor lists every part, and is content when previews can run", () => {
  const { status, stdout, stderr } = lab(["doctor"]);
  for (const part of ["Node.js", "npm", "engine", "language host", "plugin kubernetes", "state"]) {
    expect(stdout).toMatch(new RegExp(`^${part} +(ok|stand-in) `, "m"));
  }
  expect(stderr).toContain("Previews can run.");
  expect(status).toBe(0);
});

test("the doctor is not content when something is missing, and says what to do", () => {
  const { status, stdout, stderr } = lab(["doctor"], { PULUMI_CONFIG_PASSPHRASE_FILE: "/nowhere" });
  expect(stdout).toMatch(/^passphrase +missing +\/nowhere$/m);
  expect(stdout).toContain("unset PULUMI_CONFIG_PASSPHRASE_FILE");
  expect(stderr).toContain("Previews cannot run yet");
  expect(status).toBe(1);
});

test("scripts get JSON and nothing else", () => {
  const { stdout } = lab(["doctor", "--json"]);
  expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ name: "engine", status: "ok" }));
});

test("a shell reads what lab env prints, whatever is in it", () => {
  const { stdout } = lab(["env"], { PATH: `${process.env.PATH}:/with space/and 'quotes'/$HOME` });
  const shell = spawnSync("sh", ["-c", `${stdout}\npulumi version; printf %s "$PATH"`], { encoding: "utf8" });
  expect(shell.stdout).toMatch(/^v\d+\.\d+\.\d+$/m);
  expect(shell.stdout).toContain("/with space/and 'quotes'/$HOME");
});
