import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { computed, type Properties } from "../framework/value.ts";
import { Plugin } from "../testing/plugin.ts";

const vm = "proxmoxve:index/vmLegacy:VmLegacy";
const pci = "proxmoxve:hardware/mapping/pci:Pci";

let plugin: Plugin;

// No API is there: what is checked here is checked in every first preview.
beforeAll(async () => {
  plugin = await Plugin.start("proxmoxve");
  await plugin.configure({ endpoint: "https://127.0.0.1:1", apiToken: computed });
});
afterAll(() => plugin.stop());

describe("a mistake is told with its place", () => {
  const mistakes: [string, string, Properties, string][] = [
    [
      "a misspelt property",
      vm,
      { nodeName: "a", memry: {} },
      'memry is not a field of VmLegacy; did you mean "memory"?',
    ],
    [
      "a nested one",
      vm,
      { nodeName: "a", cpu: { core: 2 } },
      'cpu.core is not a field of cpu; did you mean "cores"?',
    ],
    [
      "an impossible interface",
      vm,
      { nodeName: "a", disks: [{ interface: "sdb" }] },
      "disks[0].interface has to be an interface such as scsi0 or virtio1",
    ],
    ["a missing node", vm, {}, "nodeName is required in VmLegacy"],
    [
      "an output",
      vm,
      { nodeName: "a", ipv4Addresses: [] },
      "ipv4Addresses is set by the API alone, and cannot be an input of VmLegacy: remove it",
    ],
    [
      "a mapping without a path",
      pci,
      { maps: [{ node: "a", id: "10de:2684" }] },
      "maps[0].path is required in map",
    ],
    [
      "a backup of nothing",
      "proxmoxve:backup/job:Job",
      { resourceId: "a", schedule: "21:00", storage: "nas" },
      "Job needs exactly one of all, vmids, pool: what it backs up",
    ],
    [
      "a right for two",
      "proxmoxve:index/acl:Acl",
      { path: "/", roleId: "a", userId: "b", groupId: "c" },
      "Acl needs exactly one of groupId, tokenId, userId",
    ],
    [
      "a file from nowhere",
      "proxmoxve:index/fileLegacy:FileLegacy",
      { datastoreId: "local", nodeName: "a" },
      "FileLegacy needs exactly one of sourceFile, sourceRaw, and has none",
    ],
    [
      "a rule without nodes",
      "proxmoxve:index/harule:Harule",
      { rule: "a", type: "node-affinity", resources: ["vm:1"] },
      "nodes is required where type is node-affinity",
    ],
  ];
  test.each(mistakes)("%s", async (_, type, inputs, message) => {
    expect((await plugin.check(type, inputs)).failures).toEqual([message]);
  });

  test("in the configuration", async () => {
    const other = await Plugin.start("proxmoxve");
    expect(await other.configure({ endpoint: "pve", apiToken: "hunter2" })).toEqual([
      "endpoint has to be a URL such as https://pve.example:8006/",
      "apiToken has to look like user@realm!name=secret",
    ]);
    await other.stop();
  });
});

test("what is not known yet breaks no preview, and a password stays secret", async () => {
  const inputs: Properties = {
    nodeName: "a",
    vmId: computed,
    disks: [{ interface: "scsi0", importFrom: computed }],
    initialization: { userAccount: { password: "hunter2" } },
  };
  const checked = await plugin.check(vm, inputs);
  expect(checked.failures).toEqual([]);
  expect(checked.secrets).toContainEqual(["initialization", "userAccount", "password"]);
  const seen = await plugin.preview(vm, checked.inputs);
  expect(seen.values).toMatchObject({ ipv4Addresses: computed, started: true });
});

describe("a change", () => {
  const base: Properties = {
    name: "web",
    nodeName: "a",
    vmId: 100,
    disks: [{ interface: "scsi0", size: 8 }],
    initialization: { userDataFileId: "local:snippets/a.yaml" },
  };
  const changeTo = async (more: Properties) => {
    const [old, now] = [await plugin.check(vm, base), await plugin.check(vm, { ...base, ...more })];
    const { replaces, deletesFirst } = await plugin.diff(vm, old.inputs, now.inputs);
    // There cannot be two of one name.
    expect(deletesFirst).toBe(replaces.length > 0);
    return replaces;
  };
  test.each<[string, Properties, string[]]>([
    [
      "of memory and disks is made in place",
      { memory: { dedicated: 4096 }, disks: [{ interface: "scsi0", size: 16 }] },
      [],
    ],
    ["of tags is made in place", { tags: ["a"] }, []],
    [
      "of the file of user data makes another machine",
      { initialization: { userDataFileId: "local:snippets/b.yaml" } },
      ["initialization"],
    ],
    ["of the number makes another machine", { vmId: 101 }, ["vmId"]],
    ["of the node makes another machine", { nodeName: "b" }, ["nodeName"]],
    ["of the node moves one that may migrate", { nodeName: "b", migrate: true }, []],
  ])("%s", async (_, more, replaces) => {
    expect(await changeTo(more)).toEqual(replaces);
  });
});
