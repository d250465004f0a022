import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Trial } from "./testing/trial.ts";

let trial: Trial;

vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  trial = await Trial.open();
}, 600_000);
afterAll(() => trial.close());

const around = () => `
  ${trial.lab.provider}
  const gpu = new proxmoxve.hardware.mapping.Pci("gpu", { name: "gpu", comment: "the big one",
    maps: [{ node: "asuna", path: "0000:01:00.0", id: "10de:2684", iommuGroup: 13 }] }, opts);
  const pool = new proxmoxve.PoolLegacy("lab", { poolId: "lab", comment: "all of it" }, opts);
  const image = new proxmoxve.download.File("debian", { contentType: "import", datastoreId: "local", nodeName: "asuna",
    fileName: "debian-13.qcow2", url: "https://images.example/debian-13.qcow2" }, opts);
  const hello = new proxmoxve.FileLegacy("hello", { contentType: "snippets", datastoreId: "local", nodeName: "asuna",
    sourceRaw: { fileName: "hello.yaml", data: "#cloud-config\\npackages: [qemu-guest-agent]\\n" } }, opts);
`;

const machine = ({ memory = 16384, disk = 40, tags = '"k3s", "gpu"' } = {}) => `
  const vm = new proxmoxve.VmLegacy("gpu", {
    name: "gpu", nodeName: "asuna", vmId: 120, poolId: pool.poolId, bios: "ovmf", machine: "q35", tags: [${tags}],
    agent: { enabled: true }, cpu: { cores: 8, type: "host" }, memory: { dedicated: ${memory} },
    operatingSystem: { type: "l26" }, scsiHardware: "virtio-scsi-single", serialDevices: [{}],
    efiDisk: { datastoreId: "tank", type: "4m" }, tpmState: { datastoreId: "tank" },
    disks: [{ interface: "scsi0", datastoreId: "tank", size: ${disk}, importFrom: image.id, iothread: true, discard: "on" },
            { interface: "scsi1", datastoreId: "tank", size: 100 }],
    networkDevices: [{ bridge: "vmbr0", vlanId: 20, queues: 4 }],
    hostpcis: [{ device: "hostpci0", mapping: gpu.name, pcie: true }],
    rngs: [{ source: "/dev/urandom" }],
    initialization: { datastoreId: "tank", ipConfigs: [{ ipv4: { address: "10.0.0.50/24", gateway: "10.0.0.1" } }],
      userAccount: { username: "lab", keys: ["ssh-ed25519 AAAA lab"], password: pulumi.secret("hunter2") },
      dns: { servers: ["10.0.0.1"] }, vendorDataFileId: hello.id },
    startup: { order: 2, upDelay: 30 },
  }, { provider });
  export const addresses = vm.ipv4Addresses;
`;

const rest = `
  new proxmoxve.Haresource("gpu", { resourceId: "vm:120", state: "started", comment: "stays up" }, { provider, dependsOn: vm });
  new proxmoxve.backup.Job("nightly", { resourceId: "nightly", schedule: "21:00", storage: "nas", pool: pool.poolId,
    mode: "snapshot", compress: "zstd", pruneBackups: { "keep-daily": "7" } }, opts);
  const role = new proxmoxve.RoleLegacy("watch", { roleId: "Watch", privileges: ["VM.Audit", "Sys.Audit"] }, opts);
  const user = new proxmoxve.UserLegacy("watcher", { userId: "watcher@pve", comment: "metrics" }, opts);
  new proxmoxve.Acl("watch", { path: "/", roleId: role.roleId, userId: user.userId }, opts);
  export const secret = new proxmoxve.user.Token("watch", { userId: user.userId, tokenName: "prometheus" }, opts).value;
`;

const one = "/nodes/asuna/qemu/120";
const untouched = /updated|created|deleted|replaced/;

describe("a machine and all around it", () => {
  test("is made whole, and runs", async () => {
    trial.stack.program(around() + machine() + rest);
    const { ok, output } = await trial.up();
    expect(ok, output).toBe(true);
    expect(output).not.toContain("hunter2");
    expect(output).toContain("10.0.0.50");
    const config = await trial.lab.api("GET", `${one}/config`);
    expect(config).toMatchObject({
      hostpci0: "mapping=gpu,pcie=1,rombar=1,x-vga=0",
      memory: "16384",
      ciuser: "lab",
      cicustom: "vendor=local:snippets/hello.yaml",
      startup: "order=2,up=30",
    });
    expect(config.scsi0).toMatch(/^tank:vm-120-disk-\d,.*size=40G/);
    expect(await trial.lab.api("GET", `${one}/status/current`)).toMatchObject({
      status: "running",
      ha: { managed: 1 },
    });
  });

  test("is not changed by a second up, nor by a refresh, nor by a restart of the API", async () => {
    await trial.lab.pve.restart();
    expect(await trial.lab.api("GET", `${one}/status/current`)).toMatchObject({ status: "running" });
    const again = await trial.up();
    expect(again.output).toMatch(/\d+ unchanged/);
    expect(again.output).not.toMatch(untouched);
    const refreshed = await trial.stack.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    expect(refreshed.ok, refreshed.output).toBe(true);
  });

  test("is changed in place: memory by a restart, a disk by growing", async () => {
    trial.stack.program(around() + machine({ memory: 24576, disk: 60 }) + rest);
    const { ok, output } = await trial.up();
    expect(ok, output).toBe(true);
    expect(output).toContain("1 updated");
    const config = await trial.lab.api("GET", `${one}/config?current=1`);
    expect(config).toMatchObject({ memory: "24576", scsi0: expect.stringContaining("size=60G") });
    expect(await trial.lab.api("GET", `${one}/status/current`)).toMatchObject({
      status: "running",
      maxmem: 24576 * 2 ** 20,
    });
  });

  test("is found resized behind the engine's back, and repaired", async () => {
    await trial.lab.api("PUT", `${one}/config`, { cores: "2", description: "who did this?" });
    await trial.lab.api("DELETE", "/cluster/backup/nightly");
    const seen = await trial.stack.pulumi("preview", "--refresh", "--diff");
    expect(seen.output).toMatch(/~ cores\s*: 2 => 8/);
    const repaired = await trial.up("--refresh");
    expect(repaired.ok, repaired.output).toBe(true);
    expect(await trial.lab.api("GET", `${one}/config?current=1`)).toMatchObject({ cores: 8 });
    expect(await trial.lab.api("GET", `${one}/config`)).not.toHaveProperty("description");
    expect(await trial.lab.api("GET", "/cluster/backup/nightly")).toMatchObject({ schedule: "21:00" });
  });

  test("is not shrunk: that is refused, with the place", async () => {
    trial.stack.program(around() + machine({ memory: 24576, disk: 20 }) + rest);
    const { ok, output } = await trial.up();
    expect(ok).toBe(false);
    expect(output).toContain("disk scsi0 has 60 GiB and cannot shrink to 20");
  });

  test("is changed through an API that fails now and then", async () => {
    trial.lab.pve.faults(
      { method: "GET", path: "/config$", times: 2, harm: { kind: "status", status: 500 } },
      { method: "PUT", path: "/config$", times: 1, harm: { kind: "status", status: 429, retryAfter: 0 } },
      { method: "GET", path: "/tasks/", times: 1, harm: { kind: "cut", when: "before" } },
    );
    trial.stack.program(around() + machine({ memory: 8192, disk: 60, tags: '"gpu"' }) + rest);
    const { ok, output } = await trial.up();
    trial.lab.pve.faults();
    expect(ok, output).toBe(true);
    expect(await trial.lab.api("GET", `${one}/config?current=1`)).toMatchObject({
      memory: "8192",
      tags: "gpu",
    });
  });
});

describe("another machine", () => {
  const second = `new proxmoxve.VmLegacy("second", { name: "second", nodeName: "asuna", vmId: 121,
    disks: [{ interface: "scsi0", datastoreId: "tank", size: 8 }],
    hostpcis: [{ device: "hostpci0", mapping: gpu.name }] }, opts);`;

  test("that asks for a GPU in use fails as its task does, and is kept in the state", async () => {
    trial.stack.program(around() + machine({ memory: 8192, disk: 60, tags: '"gpu"' }) + rest + second);
    const { ok, output } = await trial.up();
    expect(ok).toBe(false);
    expect(output).toContain("PCI device '0000:01:00.0' already in use by VMID '120'");
    expect((await trial.stack.pulumi("stack", "--show-urns")).output).toContain("::second");
  });

  test("is taken over from whoever made it by hand", async () => {
    await trial.lab.api("POST", "/nodes/yuuki/qemu", {
      vmid: "130",
      name: "old",
      memory: "2048",
      cores: "2",
      scsi0: "tank:16",
      net0: "virtio,bridge=vmbr0",
      ostype: "l26",
      scsihw: "virtio-scsi-pci",
      onboot: "1",
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    trial.stack.program(`${around()}${machine({ memory: 8192, disk: 60, tags: '"gpu"' })}${rest}
      new proxmoxve.VmLegacy("old", { name: "old", nodeName: "yuuki", started: false, memory: { dedicated: 2048 }, cpu: { cores: 2 },
        operatingSystem: { type: "l26" }, bootOrders: ["scsi0", "net0"], networkDevices: [{}],
        disks: [{ interface: "scsi0", datastoreId: "tank", size: 16, pathInDatastore: "vm-130-disk-0" }] }, { provider, import: "yuuki/130" });`);
    const { ok, output } = await trial.up();
    expect(ok, output).toBe(true);
    expect(output).toContain("1 imported");
    // What is no more in the program went on the way.
    expect((await trial.lab.list("/cluster/resources?type=vm")).map(({ vmid }) => vmid)).toEqual([120, 130]);
  });
});

test("a destroy leaves nothing", async () => {
  const { ok, output } = await trial.stack.pulumi("destroy", "--yes", "--skip-preview");
  expect(ok, output).toBe(true);
  expect(await trial.lab.list("/cluster/resources?type=vm")).toEqual([]);
  for (const path of [
    "/pools",
    "/cluster/mapping/pci",
    "/cluster/ha/resources",
    "/cluster/backup",
    "/access/acl",
  ])
    expect(await trial.lab.list(path), path).toEqual([]);
  expect(await trial.lab.list("/nodes/asuna/storage/tank/content")).toEqual([]);
  expect(await trial.lab.list("/nodes/asuna/storage/local/content")).toEqual([]);
  expect((await trial.lab.list("/access/users")).map(({ userid }) => userid)).toEqual(["root@pam"]);
});
