import {
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { realEngine, TrialCheckout } from "../trial/checkout.ts";
import { eventually } from "../trial/wait.ts";
import { platform } from "./paths.mjs";
import { engineVersion } from "./versions.mjs";

const version = engineVersion();
const folder = `v${version}-${platform}`;

let machine: TrialCheckout;

beforeEach(() => {
  machine = new TrialCheckout();
});

afterEach(() => machine.remove());

const notes = () => JSON.parse(machine.read(".lab/setup.json"));

test("a fresh machine is set up by itself, and the next time there is nothing to do or to say", async () => {
  machine.installGo();
  const first = await machine.setUp();
  expect(first.stderr).toMatch(
    new RegExp(`engine +built v${version} from the Go module proxy +\\d+ MB +[\\d.]+s`),
  );
  expect(first).toMatchObject({ code: 0, stdout: "" });
  expect(machine.engines).toEqual([folder]);
  expect(notes().engine).toMatchObject({ from: "build", version });

  const began = performance.now();
  expect(await machine.setUp()).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(performance.now() - began).toBeLessThan(5000);
  expect(machine.builds).toBe(1);
});

test("secrets are made once, for their owner's eyes alone", async () => {
  machine.installGo();
  await machine.setUp();
  const secret = machine.read(".lab/root-secret");
  expect(Buffer.from(secret, "base64url")).toHaveLength(32);
  expect(machine.read(".lab/passphrase")).not.toBe(secret);
  for (const name of ["root-secret", "passphrase"]) {
    expect(statSync(join(machine.checkout, ".lab", name)).mode & 0o777).toBe(0o600);
  }
  rmSync(join(machine.checkout, ".lab/passphrase"));
  await machine.setUp();
  expect(machine.read(".lab/root-secret")).toBe(secret);
});

test("a pulumi of the right version on PATH is taken as it is", async () => {
  symlinkSync(realEngine, join(machine.bin, "pulumi"));
  expect((await machine.setUp()).code).toBe(0);
  expect(notes().engine).toMatchObject({ from: "PATH", path: join(machine.bin, "pulumi") });
  expect(machine.engines).toEqual([]);
});

test("a pulumi of another version is passed over, and the doctor says so", async () => {
  machine.install("pulumi", "echo v3.1.0");
  machine.installGo();
  expect((await machine.setUp()).code).toBe(0);
  const findings: { name: string; why: string }[] = await machine.evaluate("setup.diagnose()");
  expect(findings.find(({ name }) => name === "engine")?.why).toContain(
    `${join(machine.bin, "pulumi")} is version 3.1.0`,
  );
  expect((await machine.setUp()).stderr).toBe("");
});

test("without a pulumi, a network and a Go, one message says what was tried and what to do", async () => {
  const { code, stdout, stderr } = await machine.setUp();
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(`No Pulumi engine ${version} could be had. What was tried, in order:`);
  expect(stderr).toContain("- download: github.com: getaddrinfo ENOTFOUND github.com");
  expect(stderr).toContain("- build: Go is not installed (https://go.dev/dl)");
  expect(stderr).toContain("Any one of these is enough");
  expect(machine.engines).toEqual([]);
});

test.each([
  ["go: dial tcp: lookup proxy.example: no such host", "the Go module proxy cannot be reached"],
  ["compile: writing output: no space left on device", "the disk is full"],
])("a build that fails (%s) says why", async (said, meant) => {
  machine.installGo(`echo "${said}" >&2; exit 1`);
  const { code, stderr } = await machine.setUp();
  expect(code).toBe(1);
  expect(stderr).toContain(meant);
  expect(stderr).toContain(said);
  expect(machine.engines).toEqual([]);
});

test("a disk too full for a build is told before it begins", async () => {
  const full = `import fs from "node:fs"; import { syncBuiltinESMExports } from "node:module";
    fs.statfsSync = () => ({ bavail: 1000, bsize: 1e6 }); syncBuiltinESMExports();`;
  machine.environment.NODE_OPTIONS += ` --import data:text/javascript,${encodeURIComponent(full)}`;
  machine.installGo();
  const { code, stderr } = await machine.setUp();
  expect(code).toBe(1);
  expect(stderr).toMatch(/building needs 3\.0 GB free, \S+ has 1\.0 GB/);
  expect(machine.builds).toBe(0);
});

test("an engine that is not what it should be is not taken", async () => {
  machine.installGo('printf "#!/bin/sh\\necho v9.9.9\\n" > "$2"; chmod +x "$2"; exit 0');
  const { code, stderr } = await machine.setUp();
  expect(code).toBe(1);
  expect(stderr).toContain(`it calls itself 9.9.9, not ${version}`);
  expect(machine.engines).toEqual([]);
});

test("an interrupted build leaves nothing, and the next setup starts over", async () => {
  machine.installGo('[ -e "$HOME/patient" ] || sleep 60');
  const { child, ended } = machine.start("await setUp();");
  await eventually(() => machine.builds === 1);
  child.kill("SIGINT");
  expect((await ended).code).toBe(130);
  expect(machine.engines).toEqual([]);
  writeFileSync(join(machine.folder, "patient"), "");
  expect((await machine.setUp()).code).toBe(0);
  expect(machine.engines).toEqual([folder]);
});

test("what a killed build left behind is cleared away, its lock too", async () => {
  machine.installGo('[ -e "$HOME/patient" ] || exec sleep 60');
  const { child, ended } = machine.start("await setUp();");
  await eventually(() => machine.builds === 1);
  child.kill("SIGKILL");
  await ended;
  expect(machine.engines).toHaveLength(2);
  writeFileSync(join(machine.folder, "patient"), "");
  expect((await machine.setUp()).code).toBe(0);
  expect(machine.engines).toEqual([folder]);
});

test("of two setups at once one works, and the other waits and says for whom", async () => {
  machine.installGo("sleep 2");
  const first = machine.start("await setUp();");
  await eventually(() => machine.builds === 1);
  const second = await machine.setUp();
  expect(second.stderr).toContain(
    `Waiting for process ${first.child.pid}, which is setting up this checkout.`,
  );
  expect([(await first.ended).code, second.code]).toEqual([0, 0]);
  expect(machine.builds).toBe(1);
});

test("two checkouts at once share one build", async () => {
  const other = new TrialCheckout();
  try {
    machine.installGo("sleep 2");
    other.environment = { ...other.environment, PATH: machine.environment.PATH, LAB_CACHE: machine.cache };
    const [first, second] = await Promise.all([machine.setUp(), other.setUp()]);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(machine.builds).toBe(1);
    expect(first.stderr + second.stderr).toMatch(/waiting for process \d+, which is getting it/);
  } finally {
    other.remove();
  }
});

test("a damaged engine in the cache is made anew", async () => {
  machine.installGo();
  await machine.setUp();
  const engine = join(machine.cache, "engine", folder, "pulumi");
  const whole = statSync(engine).size;
  truncateSync(engine, 1000);
  expect((await machine.setUp()).code).toBe(0);
  expect(statSync(engine).size).toBe(whole);
  expect(machine.builds).toBe(2);
});

test("another checkout takes the engine from the cache", async () => {
  machine.installGo();
  await machine.setUp();
  rmSync(join(machine.checkout, ".lab"), { recursive: true });
  const { stderr } = await machine.setUp();
  expect(stderr).toContain(`v${version} from the cache`);
  expect(machine.builds).toBe(1);
});

test("the engine is built at the version of the SDK", () => {
  const file = readFileSync(new URL("engine/go.mod", import.meta.url), "utf8");
  expect(file).toContain(`github.com/pulumi/pulumi/pkg/v3 v${version} `);
  expect(file).toContain(`github.com/pulumi/pulumi/sdk/v3 v${version} `);
  expect(existsSync(new URL("engine/go.sum", import.meta.url))).toBe(true);
});
