import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { inventory } from "../../inventory/index.ts";
import { cloudInit, type SetupText, script, setupOf } from "../../setup/index.ts";
import { complaintOf, labWith, readerNamed, testInventory } from "../../testing/index.ts";
import { k3sSetup } from "./k3s-setup.ts";
import { longhornSetup } from "./longhorn-setup.ts";
import { nvidiaSetup } from "./nvidia-setup.ts";

const lab = labWith();
const shellcheck = readerNamed("shellcheck");
const cloudInitProgram = readerNamed("cloud-init");

/** One of each kind: a server of its house, an agent with a card, a server and an agent that the tailnet joins. */
const nodes = ["core-server", "core-gpu", "core-arm", "brain-server", "brain-gpu"];

function setupOfNode(name: string) {
  return setupOf(name, nvidiaSetup(name, lab), longhornSetup(name, lab), k3sSetup(name, lab));
}

/** With letters where its secrets are, which are base64 too. */
function filled(text: SetupText): string {
  return text.map((part) => (typeof part === "string" ? part : "c2VjcmV0")).join("");
}

function config(name: string, of = lab): Record<string, unknown> {
  return parse(filled(k3sSetup(name, of).files?.["/etc/rancher/k3s/config.yaml"]?.text ?? []));
}

describe.each(nodes)("%s", (name) => {
  test("is made by this script", async () => {
    const text = filled(script(name, setupOfNode(name)));
    await expect(text).toMatchFileSnapshot(`golden/${name}.sh`);
  });

  test.skipIf(!shellcheck)("has nothing that shellcheck would say (apt install shellcheck)", () => {
    const programs = Object.values(setupOfNode(name).files).filter(({ mode }) => mode === "0755");
    expect(programs).not.toEqual([]);
    for (const { text } of programs) expect(complaintOf(shellcheck ?? "", ["-"], filled(text))).toBe("");
    expect(complaintOf(shellcheck ?? "", ["-"], filled(script(name, setupOfNode(name))))).toBe("");
  });

  test.skipIf(!cloudInitProgram)("is made by cloud-init as well (apt install cloud-init)", () => {
    const file = join(mkdtempSync(join(tmpdir(), "k3s-")), "user-data");
    writeFileSync(
      file,
      filled(cloudInit(name, { user: "lab", sshKeys: ["ssh-ed25519 AAAA me@desk"] }, setupOfNode(name))),
    );
    expect(complaintOf(cloudInitProgram ?? "", ["schema", "--config-file", file])).toBe("");
  });
});

test("a machine that is no node gets nothing", () => {
  expect([k3sSetup("desk", lab), nvidiaSetup("desk", lab)]).toEqual([{}, {}]);
});

test("a server tells its own token, an agent the one that also names the cluster", () => {
  expect(config("core-server")).toMatchObject({ token: "c2VjcmV0", "agent-token": "c2VjcmV0" });
  expect(config("core-server")).not.toHaveProperty("server");
  expect(config("core-gpu")).toMatchObject({
    server: "https://192.168.1.20:6443",
    token: "K10c2VjcmV0::node:c2VjcmV0",
  });
});

test("where one node is somewhere else, all of them speak through the tailnet", () => {
  expect(config("brain-gpu")).toMatchObject({ server: "https://100.64.0.30:6443" });
  for (const name of ["brain-server", "brain-gpu"]) {
    expect(config(name)).toMatchObject({ "flannel-iface": "tailscale0" });
    expect(config(name)).not.toHaveProperty("node-ip");
    const install = filled(k3sSetup(name, lab).files?.["/usr/local/sbin/install-k3s"]?.text ?? []);
    expect(install).toContain('echo "node-ip: $address" > /etc/rancher/k3s/config.yaml.d/node.yaml');
  }
  expect(config("core-arm")).toMatchObject({ "node-ip": "192.168.1.22" });
  expect(config("core-arm")).not.toHaveProperty("flannel-iface");
});

test("three servers keep their state together, and the first one begins", () => {
  const read = inventory.parse(testInventory);
  for (const name of ["core-gpu", "core-arm"])
    Object.assign(read.clusters.core?.nodes[name] ?? {}, { role: "server" });
  const three = { ...lab, inventory: read };
  expect(config("core-server", three)).toMatchObject({ "cluster-init": true, token: "c2VjcmV0" });
  expect(config("core-arm", three)).toMatchObject({
    server: "https://192.168.1.20:6443",
    token: "K10c2VjcmV0::server:c2VjcmV0",
  });
  expect(config("core-arm", three)).not.toHaveProperty("cluster-init");
});

test("a node keeps for itself what the scheduler must not give away, and its labels and taints", () => {
  expect(config("core-gpu")).toMatchObject({
    "kubelet-arg": ["system-reserved=cpu=100m,memory=512Mi"],
    "node-label": ["gpu=yes"],
    "node-taint": ["homelab/reserved=true:NoSchedule"],
  });
});

test("a node of a cluster whose disks are replicated can attach them", () => {
  expect(longhornSetup("core-arm", lab).packages).toEqual(["open-iscsi"]);
  expect(longhornSetup("brain-server", lab)).toEqual({});
});

test("the release of a node is its own where it has one", () => {
  const read = inventory.parse(testInventory);
  Object.assign(read.clusters.core?.nodes["core-arm"] ?? {}, { version: "v1.33.6+k3s1" });
  const text = filled(
    k3sSetup("core-arm", { ...lab, inventory: read }).files?.["/usr/local/sbin/install-k3s"]?.text ?? [],
  );
  expect(text).toContain("release='v1.33.6+k3s1'");
  expect(text).toContain("/k3s/v1.33.6%2Bk3s1/install.sh");
});

test("only a node with a card gets what hands it to containers, and only metal a driver", () => {
  expect(nvidiaSetup("core-arm", lab)).toEqual({});
  expect(nvidiaSetup("core-gpu", lab).commands).toEqual(["/usr/local/sbin/install-nvidia-toolkit"]);
  expect(nvidiaSetup("brain-gpu", lab).commands).toEqual(["/usr/local/sbin/install-nvidia-toolkit"]);
});
