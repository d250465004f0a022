import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { realEngine, TrialCheckout } from "../trial/checkout.ts";

let machine: TrialCheckout;

beforeEach(async () => {
  machine = new TrialCheckout();
  symlinkSync(realEngine, join(machine.bin, "pulumi"));
  mkdirSync(join(machine.checkout, "stacks"));
  writeFileSync(
    join(machine.checkout, "stacks/index.ts"),
    `import * as pulumi from "@pulumi/pulumi";
     export const deploy: string[] = new pulumi.Config().requireObject("deploy");
     export const token = new pulumi.Config().getSecret("token");`,
  );
});

afterEach(() => machine.remove());

/** A pulumi command as a person types it, after eval "$(npx lab env)". */
async function pulumi(...args: string[]) {
  const environment = await machine.evaluate("setup.environment()");
  return spawnSync("pulumi", [...args, "--non-interactive"], {
    cwd: machine.checkout,
    env: { ...machine.environment, ...environment, NODE_OPTIONS: "" },
    encoding: "utf8",
  });
}

test("a bare pulumi preview works right after the setup", async () => {
  await machine.setUp();
  const { stdout, status } = await pulumi("preview", "-s", "homelab");
  expect(stdout).toContain('"production"');
  expect(status).toBe(0);
  // As Pulumi always does: the salt is now in the stack file. It is the one that the state has.
  const [salt] = machine.read("Pulumi.homelab.yaml").match(/^encryptionsalt: .*$/m) ?? [];
  expect(machine.read(".lab/config/Pulumi.homelab.yaml")).toContain(salt);
});

test("a lab command's config file carries the salt, so that the stack file stays as it is in Git", async () => {
  await machine.setUp();
  const before = machine.read("Pulumi.homelab.yaml");
  const { configFile } = await machine.evaluate('setup.ensureStack("homelab")');
  expect((await pulumi("preview", "-s", "homelab", "--config-file", configFile)).status).toBe(0);
  expect(
    (await pulumi("up", "--yes", "--skip-preview", "-s", "homelab", "--config-file", configFile)).status,
  ).toBe(0);
  expect(machine.read("Pulumi.homelab.yaml")).toBe(before);
});

test("what changes in the stack file reaches the next command", async () => {
  await machine.setUp();
  machine.stackFile("homelab", "config:\n  homelab:deploy:\n    - experimental\n");
  const { configFile } = await machine.evaluate('setup.ensureStack("homelab")');
  expect((await pulumi("preview", "-s", "homelab", "--config-file", configFile)).stdout).toContain(
    '"experimental"',
  );
});

test("a stack file that brings its own salt is used as it is", async () => {
  await machine.setUp();
  await pulumi("config", "set", "--secret", "token", "s3cret", "-s", "homelab");
  expect(await machine.evaluate('setup.ensureStack("homelab")')).toEqual({});
  expect((await pulumi("preview", "-s", "homelab")).status).toBe(0);
});

test("a state that was thrown away is made again, whatever salt is left", async () => {
  await machine.setUp();
  rmSync(join(machine.checkout, ".lab/state"), { recursive: true });
  await machine.setUp();
  const { configFile } = await machine.evaluate('setup.ensureStack("homelab")');
  expect((await pulumi("preview", "-s", "homelab", "--config-file", configFile)).status).toBe(0);
});

test("with a backend of the user's own, stacks are the user's affair", async () => {
  const elsewhere = join(machine.folder, "elsewhere");
  mkdirSync(elsewhere);
  machine.environment.PULUMI_BACKEND_URL = `file://${elsewhere}`;
  await machine.setUp();
  expect(existsSync(join(elsewhere, ".pulumi"))).toBe(false);
  expect(await machine.evaluate('setup.ensureStack("homelab")')).toEqual({});
  expect(await machine.evaluate("setup.environment()")).not.toHaveProperty("PULUMI_BACKEND_URL");
});

test("two commands at once make a stack once", async () => {
  await machine.setUp();
  const made = await machine.evaluate(
    'Promise.all(["trial", "trial", "trial"].map((name) => setup.ensureStack(name)))',
  );
  expect(new Set(made.map(({ configFile }: { configFile: string }) => configFile)).size).toBe(1);
});

test("the sandbox has stacks of its own, and is given nothing that is encrypted for the real lab", async () => {
  const settings = [
    "encryptionsalt: v1:of-the-real-lab",
    "config:",
    "  homelab:deploy: [production]",
    "  homelab:rootSecret:",
    "    secure: v1:cipher",
    "  homelab:tokens:",
    "    hf:",
    "      secure: v1:cipher",
  ];
  machine.stackFile("trial", `${settings.join("\n")}\n`);
  await machine.setUp();
  const { configFile } = await machine.evaluate('setup.ensureStack("trial", setup.places.sandbox)');
  expect(configFile).toContain(".lab/sandbox/config");
  const given = readFileSync(configFile, "utf8");
  expect(given).toContain("homelab:deploy");
  expect(given).not.toMatch(/cipher|of-the-real-lab|rootSecret|tokens/);
  expect(given).toMatch(/^encryptionsalt: v1:/m);
});
