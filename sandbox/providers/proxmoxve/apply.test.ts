import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { proxmox } from "../../emulators/proxmox/index.ts";
import { Running } from "../../emulators/testing/running.ts";
import { Stack } from "../testing/stack.ts";

/** The real engine, the stand-in, and a Proxmox VE that forgets nothing. */
const token = "root@pam!lab=6b1f0c1e-6f7e-4a4e-9a55-0c1d5a0b7e11";
let pve: Running<ReturnType<typeof proxmox.seed.parse>>;
let stack: Stack;

vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  const seed = proxmox.seed.parse({
    nodes: [
      {
        name: "asuna",
        address: "10.0.0.11",
        cores: 16,
        memory: 64 * 2 ** 30,
        pci: [{ id: "0000:01:00.0", vendor: "0x10de", device: "0x2684", name: "AD102", iommugroup: 13 }],
      },
      { name: "yuuki", address: "10.0.0.12", cores: 8, memory: 32 * 2 ** 30 },
    ],
    storages: [
      { storage: "tank", type: "zfspool", options: { pool: "rpool/data", sparse: 1 } },
      { storage: "nas", type: "nfs", options: { server: "10.0.0.5", export: "/backups", content: "backup" } },
    ],
    tokens: [{ token }],
    taskMs: 20,
  });
  pve = await Running.start(proxmox, seed);
  stack = await Stack.open();
}, 600_000);
afterAll(async () => {
  stack?.close();
  await pve?.stop();
});

const machine = (more = "") => `
  const vm = new proxmoxve.VmLegacy("gpu", {
    name: "gpu", nodeName: "asuna", vmId: 120, poolId: pool.poolId, bios: "ovmf", machine: "q35", tags: ["k3s", "gpu"],
    agent: { enabled: true }, cpu: { cores: 8, type: "host" }, memory: { dedicated: 16384 },
    operatingSystem: { type: "l26" }, scsiHardware: "virtio-scsi-single", serialDevices: [{}],
    efiDisk: { datastoreId: "tank", type: "4m" }, tpmState: { datastoreId: "tank" },
    disks: [{ interface: "scsi0", datastoreId: "tank", size: 40, importFrom: image.id, iothread: true, discard: "on", ssd: true },
            { interface: "scsi1", datastoreId: "tank", size: 100 }],
    networkDevices: [{ bridge: "vmbr0", vlanId: 20, queues: 4 }],
    hostpcis: [{ device: "hostpci0", mapping: gpu.name, pcie: true }],
    initialization: { datastoreId: "tank", ipConfigs: [{ ipv4: { address: "10.0.0.50/24", gateway: "10.0.0.1" } }],
      userAccount: { username: "lab", keys: ["ssh-ed25519 AAAA lab"], password: pulumi.secret("hunter2") },
      dns: { servers: ["10.0.0.1"] } },
    startup: { order: 2, upDelay: 30 }, protection: false, ${more}
  }, { provider });
`;

const around = (url: string) => `
  const provider = new proxmoxve.Provider("pve", { endpoint: "${url}", apiToken: pulumi.secret("${token}") });
  const opts = { provider };
  const gpu = new proxmoxve.hardware.mapping.Pci("gpu", { name: "gpu", comment: "the big one",
    maps: [{ node: "asuna", path: "0000:01:00.0", id: "10de:2684", iommuGroup: 13 }] }, opts);
  const pool = new proxmoxve.PoolLegacy("lab", { poolId: "lab", comment: "all of it" }, opts);
  const image = new proxmoxve.download.File("debian", { contentType: "import", datastoreId: "local", nodeName: "asuna",
    fileName: "debian-13.qcow2", url: "https://images.example/debian-13.qcow2" }, opts);
`;

const rest = `
  new proxmoxve.Haresource("gpu", { resourceId: "vm:120", state: "started", comment: "stays up" }, { provider, dependsOn: vm });
  new proxmoxve.backup.Job("nightly", { resourceId: "nightly", schedule: "21:00", storage: "nas", pool: pool.poolId,
    mode: "snapshot", compress: "zstd", pruneBackups: { "keep-daily": "7" } }, opts);
  const role = new proxmoxve.RoleLegacy("watch", { roleId: "Watch", privileges: ["VM.Audit", "Sys.Audit"] }, opts);
  const user = new proxmoxve.UserLegacy("watcher", { userId: "watcher@pve", comment: "metrics" }, opts);
  new proxmoxve.Acl("watch", { path: "/", roleId: role.roleId, userId: user.userId }, opts);
  export const secret = new proxmoxve.user.Token("watch", { userId: user.userId, tokenName: "prometheus" }, opts).value;
  new proxmoxve.storage.Directory("scratch", { resourceId: "scratch", path: "/mnt/scratch", contents: ["iso", "snippets"], nodes: ["asuna"] }, opts);
`;

async function api(method: string, path: string, form?: Record<string, string>) {
  const body = form && new URLSearchParams(form);
  const headers = { authorization: `PVEAPIToken=${token}` };
  const response = await fetch(`${pve.url}/api2/json${path}`, { method, headers, ...(body && { body }) });
  const { data } = (await response.json()) as { data: Record<string, string> };
  return data;
}

const up = () => stack.pulumi("up", "--yes", "--skip-preview");

describe("a lab on Proxmox VE", () => {
  test("is made whole", async () => {
    stack.program(around(pve.url) + machine() + rest);
    const { ok, output } = await up();
    expect(output).toContain("created");
    expect(output).not.toContain("hunter2");
    expect(ok, output).toBe(true);
    const config = await api("GET", "/nodes/asuna/qemu/120/config");
    expect(config).toMatchObject({
      hostpci0: "mapping=gpu,pcie=1,rombar=1,x-vga=0",
      memory: "16384",
      ciuser: "lab",
    });
    expect(config.scsi0).toMatch(/^tank:vm-120-disk-\d,.*size=40G/);
    expect((await api("GET", "/nodes/asuna/qemu/120/status/current")).status).toBe("running");
  });

  test("is not changed by a second up, nor by a refresh", async () => {
    const again = await up();
    expect(again.output).toMatch(/\d+ unchanged/);
    expect(again.output).not.toMatch(/updated|created|deleted|replaced/);
    const refreshed = await stack.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    expect(refreshed.ok, refreshed.output).toBe(true);
  });
});
