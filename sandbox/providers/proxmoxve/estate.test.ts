import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Trial } from "./testing/trial.ts";

let trial: Trial;

vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  trial = await Trial.open();
}, 600_000);
afterAll(() => trial.close());

/** Everything but machines: what belongs to the cluster, its nodes, its storages, its firewall. */
const estate = ({ port = "443", comment = "the house" } = {}) => `
  ${trial.lab.provider}
  new proxmoxve.hardware.mapping.Usb("zigbee", { name: "zigbee", maps: [{ node: "yuuki", id: "1a86:55d4" }] }, opts);
  new proxmoxve.hardware.mapping.Dir("models", { name: "models", maps: [{ node: "asuna", path: "/tank/models" }] }, opts);
  const pool = new proxmoxve.PoolLegacy("infra", { poolId: "infra" }, opts);
  const vm = new proxmoxve.VmLegacy("web", { nodeName: "yuuki", started: false, vmId: 200, networkDevices: [{ firewall: true }] }, opts);
  new proxmoxve.pool.Membership("web", { poolId: pool.poolId, vmId: vm.vmId }, opts);
  const ha = new proxmoxve.Haresource("web", { resourceId: "vm:200", state: "stopped" }, { provider, dependsOn: vm });
  new proxmoxve.Harule("web", { rule: "web-home", type: "node-affinity", resources: ["vm:200"], nodes: { yuuki: 2, asuna: 1 },
    strict: false }, { provider, dependsOn: ha });

  new proxmoxve.storage.Directory("scratch", { resourceId: "scratch", path: "/mnt/scratch", contents: ["iso", "snippets"],
    nodes: ["asuna"] }, opts);
  new proxmoxve.storage.Nfs("media", { resourceId: "media", server: "10.0.0.5", export: "/media", contents: ["images"],
    backups: { keepDaily: 7, keepWeekly: 4 } }, opts);
  new proxmoxve.storage.Cifs("win", { resourceId: "win", server: "10.0.0.6", share: "lab", username: "lab", password: "hunter2" }, opts);
  new proxmoxve.storage.Pbs("pbs", { resourceId: "pbs", server: "10.0.0.7", datastore: "lab", username: "lab@pbs", password: "hunter2" }, opts);
  new proxmoxve.storage.Zfspool("fast", { resourceId: "fast", zfsPool: "fast/vm", thinProvision: true, contents: ["images", "rootdir"] }, opts);

  new proxmoxve.FileLegacy("seed", { datastoreId: "local", nodeName: "asuna", sourceRaw: { fileName: "seed.iso", data: "cidata" } }, opts);

  const hosts = new proxmoxve.firewall.AliasLegacy("house", { name: "house", cidr: "10.0.0.0/24", comment: "${comment}" }, opts);
  const admins = new proxmoxve.firewall.IpsetLegacy("admins", { name: "admins", comment: "people", cidrs: [{ name: "10.0.0.2" }, { name: "10.0.0.3", comment: "laptop" }] }, opts);
  const web = new proxmoxve.cluster.firewall.security.GroupLegacy("web", { name: "web", comment: "web servers",
    rules: [{ type: "in", action: "ACCEPT", proto: "tcp", dport: "80" }, { type: "in", action: "ACCEPT", proto: "tcp", dport: "${port}", comment: "TLS" }] }, opts);
  new proxmoxve.firewall.OptionsLegacy("web", { nodeName: "yuuki", vmId: vm.vmId, enabled: true, dhcp: true, inputPolicy: "DROP" }, opts);
  new proxmoxve.firewall.RulesLegacy("web", { nodeName: "yuuki", vmId: vm.vmId, rules: [{ securityGroup: web.name, iface: "net0" },
    { type: "in", action: "ACCEPT", source: "+admins", proto: "tcp", dport: "22" }, { type: "in", action: "DROP", log: "info" }] }, { provider, dependsOn: [admins, hosts] });
  new proxmoxve.cluster.FirewallLegacy("cluster", { enabled: true, logRatelimit: { enabled: true, burst: 10 } }, opts);
  new proxmoxve.node.Firewall("yuuki", { nodeName: "yuuki", enabled: true, ndp: true }, opts);

  new proxmoxve.network.linux.Bridge("vms", { nodeName: "yuuki", name: "vmbr1", address: "10.1.0.1/24", comment: "machines", vlanAware: true, mtu: 9000 }, opts);
  new proxmoxve.network.linux.Vlan("iot", { nodeName: "asuna", name: "nic0.30", comment: "things" }, opts);
  new proxmoxve.DnsLegacy("yuuki", { nodeName: "yuuki", domain: "lab.example", servers: ["10.0.0.1", "1.1.1.1"] }, opts);
  new proxmoxve.TimeLegacy("yuuki", { nodeName: "yuuki", timeZone: "Europe/Vienna" }, opts);
  new proxmoxve.HostsLegacy("yuuki", { nodeName: "yuuki", entry: [{ address: "10.0.0.12", hostnames: ["yuuki.lab.example", "yuuki"] }] }, opts);
  new proxmoxve.cluster.Options("lab", { keyboard: "de", emailFrom: "pve@lab.example", migrationType: "secure", migrationCidr: "10.0.0.0/24",
    nextId: { lower: 200, upper: 999 }, bandwidthLimitClone: 100000 }, opts);
  new proxmoxve.metrics.Server("influx", { name: "influx", type: "influxdb", server: "10.0.0.9", port: 8089, influxBucket: "pve", influxToken: "hunter2" }, opts);
  new proxmoxve.GroupLegacy("ops", { groupId: "ops", comment: "operators", acls: [{ path: "/vms", roleId: "PVEVMUser", propagate: true }] }, opts);
`;

test("the estate is made, and then nothing is left to do", async () => {
  trial.stack.program(estate());
  const made = await trial.up();
  expect(made.ok, made.output).toBe(true);
  expect(made.output).not.toContain("hunter2");
  const again = await trial.up("--refresh");
  expect(again.output, again.output).not.toMatch(/updated|created|deleted|replaced/);
  expect(await trial.lab.list("/nodes/yuuki/qemu/200/firewall/rules")).toMatchObject([
    { type: "group", action: "web", iface: "net0" },
    { action: "ACCEPT", source: "+admins", dport: "22" },
    { action: "DROP", log: "info" },
  ]);
  expect(await trial.lab.api("GET", "/cluster/options")).toMatchObject({
    migration: { type: "secure", network: "10.0.0.0/24" },
  });
  expect(await trial.lab.list("/nodes/asuna/storage/local/content")).toMatchObject([
    { volid: "local:iso/seed.iso", size: 6 },
  ]);
  expect(await trial.lab.api("GET", "/storage/media")).toMatchObject({
    "prune-backups": "keep-daily=7,keep-weekly=4",
  });
});

test("what is changed in the program, and what was changed behind it, is brought in line", async () => {
  await trial.lab.api("DELETE", "/nodes/yuuki/qemu/200/firewall/rules/1");
  await trial.lab.api("PUT", "/storage/scratch", { content: "iso" });
  await trial.lab.api("DELETE", "/cluster/firewall/ipset/admins/10.0.0.3");
  trial.stack.program(estate({ port: "8443", comment: "the whole house" }));
  const { ok, output } = await trial.up("--refresh");
  expect(ok, output).toBe(true);
  const rules = await trial.lab.list("/cluster/firewall/groups/web");
  expect(rules.map(({ dport }) => dport)).toEqual(["80", "8443"]);
  expect((await trial.lab.list("/nodes/yuuki/qemu/200/firewall/rules")).map(({ action }) => action)).toEqual([
    "web",
    "ACCEPT",
    "DROP",
  ]);
  expect(
    String((await trial.lab.api("GET", "/storage/scratch")).content)
      .split(",")
      .toSorted(),
  ).toEqual(["iso", "snippets"]);
  expect(await trial.lab.list("/cluster/firewall/ipset/admins")).toHaveLength(2);
  expect(await trial.lab.api("GET", "/cluster/firewall/aliases/house")).toMatchObject({
    comment: "the whole house",
  });
});

test("a destroy leaves what a cluster has by itself", async () => {
  const { ok, output } = await trial.stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(ok, output).toBe(true);
  for (const path of [
    "/cluster/firewall/aliases",
    "/cluster/firewall/ipset",
    "/cluster/firewall/groups",
    "/cluster/mapping/usb",
    "/cluster/mapping/dir",
    "/cluster/ha/rules",
    "/cluster/metrics/server",
    "/access/groups",
    "/access/acl",
    "/pools",
  ])
    expect(await trial.lab.list(path), path).toEqual([]);
  expect(await trial.lab.list("/nodes/asuna/storage/local/content")).toEqual([]);
  expect((await trial.lab.list("/storage")).map(({ storage }) => storage)).toEqual(["local", "tank", "nas"]);
  expect((await trial.lab.list("/nodes/yuuki/network")).map(({ iface }) => iface)).toEqual(["nic0", "vmbr0"]);
});
