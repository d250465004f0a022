import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { realEngine, TrialCheckout } from "../trial/checkout.ts";

let machine: TrialCheckout;

beforeEach(() => {
  machine = new TrialCheckout();
  symlinkSync(realEngine, join(machine.bin, "pulumi"));
});

afterEach(() => machine.remove());

const environment = () => machine.evaluate("setup.environment()");

interface Finding {
  name: string;
  status: string;
  fix?: string;
}

async function status(part: string) {
  const findings: Finding[] = await machine.evaluate("setup.diagnose()");
  return findings.find(({ name }) => name === part);
}

function addStandIn(name: string) {
  const folder = join(machine.checkout, "sandbox/providers/bin");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `pulumi-resource-${name}`), "#!/bin/sh\n");
  chmodSync(join(folder, `pulumi-resource-${name}`), 0o755);
}

/** Every plugin that this project's packages speak to, and the package. */
const packages = {
  cloudflare: "@pulumi/cloudflare",
  docker: "@pulumi/docker",
  kubernetes: "@pulumi/kubernetes",
  proxmoxve: "@muhlba91/pulumi-proxmoxve",
  tailscale: "@pulumi/tailscale",
} as const;
const plugins = Object.keys(packages) as (keyof typeof packages)[];

/** As `pulumi plugin install` leaves it. */
function addOfficial(name: keyof typeof packages) {
  const lock = JSON.parse(machine.read("package-lock.json"));
  const { version } = lock.packages[`node_modules/${packages[name]}`];
  mkdirSync(join(machine.folder, ".pulumi/plugins", `resource-${name}-v${version}`), { recursive: true });
}

const links = () => readdirSync(join(machine.checkout, ".lab/bin")).toSorted();

test("everything that pulumi needs is named, and nothing that the user has set is replaced", async () => {
  await machine.setUp();
  expect(await environment()).toMatchObject({
    PULUMI_BACKEND_URL: `file://${machine.checkout}/.lab/state`,
    PULUMI_CONFIG_PASSPHRASE_FILE: join(machine.checkout, ".lab/passphrase"),
    LAB_ROOT_SECRET_FILE: join(machine.checkout, ".lab/root-secret"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  });
  Object.assign(machine.environment, {
    PULUMI_BACKEND_URL: "s3://mine",
    PULUMI_CONFIG_PASSPHRASE: "",
    LAB_ROOT_SECRET_FILE: "/mine",
  });
  const mine = await environment();
  for (const name of ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE_FILE", "LAB_ROOT_SECRET_FILE"]) {
    expect(mine).not.toHaveProperty(name);
  }
});

test("the engine has the user's plugins and logins, and no room for a log of every value", async () => {
  addOfficial("docker");
  await machine.setUp();
  const { PULUMI_HOME = "", PULUMI_CREDENTIALS_PATH } = await environment();
  expect(PULUMI_CREDENTIALS_PATH).toBe(join(machine.folder, ".pulumi"));
  expect(readdirSync(join(PULUMI_HOME, "plugins"))).toEqual(
    readdirSync(join(machine.folder, ".pulumi/plugins")),
  );
  expect(machine.read(".lab/pulumi/logs")).toContain("docs/adr/0028");
  Object.assign(machine.environment, { PULUMI_HOME, PULUMI_CREDENTIALS_PATH });
  expect(await status("plugin docker")).toMatchObject({ status: "ok" });
  machine.environment.PULUMI_HOME = "/mine";
  expect(await environment()).not.toHaveProperty("PULUMI_HOME");
});

test("the engine and the language host are first on PATH, once, however often it is asked", async () => {
  await machine.setUp();
  const { PATH } = await environment();
  machine.environment.PATH = PATH;
  expect((await environment()).PATH).toBe(PATH);
  expect((await machine.setUp()).stderr).toBe("");
});

test("a stand-in is used where the official plugin cannot be had, and only there", async () => {
  addStandIn("kubernetes");
  addStandIn("docker");
  addOfficial("docker");
  await machine.setUp();
  expect(links()).toContain("pulumi-resource-kubernetes");
  expect(links()).not.toContain("pulumi-resource-docker");
  expect((await environment()).PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION).toBe("true");
  expect((await status("plugin kubernetes"))?.status).toBe("stand-in");
  expect((await status("plugin docker"))?.status).toBe("ok");
});

test("the sandbox has a state, a root secret and a way in of its own, whatever the user has set", async () => {
  await machine.setUp();
  Object.assign(machine.environment, { PULUMI_BACKEND_URL: "s3://mine", LAB_ROOT_SECRET_FILE: "/mine" });
  const folder = join(machine.checkout, ".lab/sandbox");
  expect(await machine.evaluate("setup.environment(setup.places.sandbox)")).toMatchObject({
    PULUMI_BACKEND_URL: `file://${folder}/state`,
    PULUMI_CONFIG_PASSPHRASE: machine.read(".lab/passphrase"),
    LAB_ROOT_SECRET_FILE: join(folder, "secret"),
    LAB_GIVEN_FOLDER: join(folder, "given"),
  });
});

test("a stand-in gives way as soon as the official plugin is there", async () => {
  for (const name of plugins) addStandIn(name);
  await machine.setUp();
  for (const name of plugins) addOfficial(name);
  await machine.setUp();
  expect(links().filter((name) => name.startsWith("pulumi-resource-"))).toEqual([]);
  expect(await environment()).not.toHaveProperty("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION");
});

test("a plugin that is not there at all is missing, with the way to get it", async () => {
  await machine.setUp();
  const found = await status("plugin kubernetes");
  expect(found?.status).toBe("missing");
  expect(found?.fix).toContain("npx lab doctor --retry");
  expect(await machine.evaluate("setup.diagnose().then(setup.isSound)")).toBe(false);
});

test("what was refused is asked for again only when told to, or after a day", async () => {
  await machine.setUp();
  const asked = () => machine.setUp().then(({ stderr }) => stderr.includes("asking for kubernetes"));
  expect(await asked()).toBe(false);
  await machine.run("setup.forgetRefusals();");
  expect(await asked()).toBe(true);

  const refused = join(machine.cache, "refused");
  for (const file of readdirSync(refused)) {
    writeFileSync(join(refused, file), JSON.stringify({ at: Date.now() - 25 * 3600 * 1000, why: "closed" }));
    utimesSync(join(refused, file), 0, 0);
  }
  expect(await asked()).toBe(true);
});

test("the npm packages are installed where they are missing or of another lockfile, and only then", async () => {
  machine.install(
    "npm",
    `echo "$@" >> ${machine.folder}/npm; ln -s ${process.cwd()}/node_modules ${machine.checkout}/node_modules`,
  );
  rmSync(join(machine.checkout, "node_modules"));
  const { stderr, code } = await machine.setUp();
  expect(stderr).toMatch(/npm packages +\d+ installed/);
  expect(code).toBe(0);
  expect((await machine.setUp()).stderr).toBe("");
});

test("what a linked node_modules leads to is never emptied", async () => {
  machine.install("npm", `touch ${machine.folder}/npm`);
  const lock = JSON.parse(machine.read("package-lock.json"));
  lock.packages["node_modules/tsx"].version = "0.0.1";
  writeFileSync(join(machine.checkout, "package-lock.json"), JSON.stringify(lock));
  const { code, stderr } = await machine.setUp();
  expect(code).toBe(1);
  expect(stderr).toContain("node_modules is a link to another checkout's");
  expect(readdirSync(machine.folder)).not.toContain("npm");
});

test("npm packages that cannot be installed end the setup with npm's own words", async () => {
  machine.install("npm", "echo npm error code ENOTFOUND; exit 1");
  rmSync(join(machine.checkout, "node_modules"));
  const { stderr, code } = await machine.setUp();
  expect(code).toBe(1);
  expect(stderr).toContain("npm exited with code 1");
  expect(stderr).toContain("| npm error code ENOTFOUND");
});
