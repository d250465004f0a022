import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { labWith } from "../../testing/index.ts";
import { installScript } from "./install.ts";
import { nodeOf } from "./k3s-node.ts";

/** A root of its own, in which everything that the script calls only tells that it was called. */
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "install-k3s-"));
  put("etc/rancher/k3s/config.yaml", "one\n");
  for (const file of ["server-ca.key", "client-ca.crt", "service.key", "etcd/peer-ca.crt"])
    put(`etc/rancher/k3s/identity/tls/${file}`, `${file} of the first generation\n`);
  mkdirSync(join(root, "run"));
  program("systemctl", `[ "$1" = is-active ] && exit 0; echo "systemctl $*" >> ${root}/calls`);
  program("tailscale", "echo 100.64.0.30");
  // What is downloaded is the installer: it leaves behind a k3s of that release.
  program(
    "curl",
    `echo "install" >> ${root}/calls
echo 'echo "echo k3s version $INSTALL_K3S_VERSION here" > ${root}/release' > "$6"`,
  );
  program(
    "k3s",
    `[ "$1" = --version ] && { [ -e ${root}/release ] && . ${root}/release; exit; }
echo "k3s $*" >> ${root}/calls; [ ! -e ${root}/stranger ]`,
  );
});
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text, { mode });
}

function program(name: string, body: string): void {
  put(`bin/${name}`, `#!/bin/sh\n${body}\n`, 0o755);
}

/** Runs what a machine would run, and gives what it called. */
function run(machine: string): { code: number | null; calls: string[]; err: string } {
  const node = nodeOf(machine, labWith());
  if (!node) throw new Error(`${machine} is no node`);
  const text = installScript(node).replace(/(?<=[\s"'=])\/(etc|var|run)(?=\/)/g, `${root}/$1`);
  put("calls", "");
  const env = { ...process.env, PATH: `${join(root, "bin")}:${process.env.PATH}` };
  const { status, stderr } = spawnSync("sh", ["-s"], { input: text, env, cwd: root, encoding: "utf8" });
  return { code: status, calls: read("calls").split("\n").filter(Boolean), err: stderr };
}

function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

const restart = "systemctl restart --no-block k3s";

test("a server takes its identity, gets its release and starts, and a second time nothing happens", () => {
  expect(run("core-server")).toMatchObject({ code: 0, calls: ["install", restart] });
  expect(read("var/lib/rancher/k3s/server/tls/etcd/peer-ca.crt")).toContain("first generation");
  expect(run("core-server")).toEqual({ code: 0, calls: [], err: "" });
});

test("settings that changed are read anew", () => {
  run("core-server");
  put("etc/rancher/k3s/config.yaml", "another\n");
  expect(run("core-server").calls).toEqual([restart]);
});

test("another release is installed", () => {
  run("core-server");
  put("release", "echo k3s version v1.30.0+k3s1 here");
  expect(run("core-server").calls).toEqual(["install", restart]);
});

test("another generation is handed to k3s, and never written over what it uses", () => {
  run("core-server");
  put("etc/rancher/k3s/identity/tls/client-ca.crt", "of the second generation\n");
  expect(run("core-server").calls).toEqual([
    `k3s certificate rotate-ca --path=${root}/etc/rancher/k3s/identity`,
    restart,
  ]);
  expect(read("var/lib/rancher/k3s/server/tls/client-ca.crt")).toContain("first generation");
});

test("a server of another cluster is left as it is", () => {
  run("core-server");
  put("etc/rancher/k3s/identity/tls/client-ca.crt", "of somebody else\n");
  put("stranger", "");
  const { code, calls, err } = run("core-server");
  expect({ code, restarted: calls.includes(restart) }).toEqual({ code: 1, restarted: false });
  expect(err).toContain("this server is of a cluster with another identity");
});

test("a node of a cluster that is spread asks the tailnet for its address", () => {
  expect(run("brain-gpu").calls).toEqual(["install", "systemctl restart --no-block k3s-agent"]);
  expect(read("etc/rancher/k3s/config.yaml.d/node.yaml")).toBe("node-ip: 100.64.0.30\n");
});
