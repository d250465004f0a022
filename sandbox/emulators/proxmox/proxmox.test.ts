import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Running } from "../testing/running.ts";
import { description } from "./description/description.ts";
import { handlers } from "./handlers.ts";
import { proxmox } from "./index.ts";

const token = "root@pam!lab=6b1f0c1e-6f7e-4a4e-9a55-0c1d5a0b7e11";
const gpu = { id: "0000:01:00.0", vendor: "0x10de", device: "0x2684", name: "AD102", iommugroup: 13 };
const seed = proxmox.seed.parse({
  nodes: [
    { name: "asuna", address: "10.0.0.11", cores: 4, memory: 16 * 2 ** 30, pci: [gpu] },
    { name: "yuuki", address: "10.0.0.12", cores: 4, memory: 16 * 2 ** 30 },
  ],
  storages: [{ storage: "tank", type: "zfspool", options: { pool: "tank/vm" }, size: 100 * 2 ** 30 }],
  users: [{ id: "root@pam", password: "secret" }],
  tokens: [{ token }],
  taskMs: 400,
});

let pve: Running<typeof seed>;

beforeAll(async () => {
  pve = await Running.start(proxmox, seed);
});
afterAll(() => pve.stop());

interface Answer {
  status: number;
  reason: string;
  data: Record<string, unknown>;
  errors?: Record<string, string>;
}

async function ask(
  method: string,
  path: string,
  form?: Record<string, string>,
  headers: Record<string, string> = { authorization: `PVEAPIToken=${token}` },
): Promise<Answer> {
  const init = {
    method,
    headers: { ...headers, connection: "close" },
    ...(form && { body: new URLSearchParams(form) }),
  };
  const response = await fetch(`${pve.url}/api2/json${path}`, init);
  const { data, errors } = (await response.json()) as Pick<Answer, "data" | "errors">;
  return { status: response.status, reason: response.statusText, data, ...(errors && { errors }) };
}

/** How the task ended that the answer names. */
async function done(asked: Promise<Answer>): Promise<string> {
  const { data, reason } = await asked;
  const upid = String(data);
  if (!upid.startsWith("UPID:")) throw new Error(reason);
  for (;;) {
    const { data: task } = await ask(
      "GET",
      `/nodes/${upid.split(":")[1]}/tasks/${encodeURIComponent(upid)}/status`,
    );
    if (task.status === "stopped") return String(task.exitstatus);
    await sleep(20);
  }
}

const qemu = "/nodes/asuna/qemu";

test("every path that is described is answered, and no other", () => {
  const described = [...description].flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(Object.keys(handlers).toSorted()).toEqual(described.toSorted());
});

describe("who asks", () => {
  test("is known by a token, or by a ticket with its guard against forgery", async () => {
    expect((await ask("GET", "/version", undefined, {})).status).toBe(401);
    const wrong = { authorization: `PVEAPIToken=root@pam!lab=00000000-0000-0000-0000-000000000000` };
    expect(await ask("GET", "/version", undefined, wrong)).toMatchObject({
      status: 401,
      reason: "invalid token value!",
    });
    const { data } = await ask("POST", "/access/ticket", { username: "root@pam", password: "secret" }, {});
    const cookie = `PVEAuthCookie=${encodeURIComponent(String(data.ticket))}`;
    expect((await ask("GET", "/version", undefined, { cookie })).data).toMatchObject({ version: "9.1.2" });
    expect((await ask("POST", "/pools", { poolid: "a" }, { cookie })).status).toBe(401);
    const csrfpreventiontoken = String(data.CSRFPreventionToken);
    expect((await ask("POST", "/pools", { poolid: "a" }, { cookie, csrfpreventiontoken })).status).toBe(200);
  });

  test("may do what roles give, at the paths where they are given", async () => {
    await ask("POST", "/access/users", { userid: "eve@pve" });
    const { data } = await ask("POST", "/access/users/eve@pve/token/tok", { privsep: "0" });
    const eve = { authorization: `PVEAPIToken=eve@pve!tok=${data.value}` };
    const refused = await ask("POST", "/pools", { poolid: "b" }, eve);
    expect(refused).toMatchObject({
      status: 403,
      reason: "Permission check failed (/pool/b, Pool.Allocate)",
    });
    await ask("PUT", "/access/acl", { path: "/pool", roles: "PVEPoolAdmin", users: "eve@pve" });
    expect((await ask("POST", "/pools", { poolid: "b" }, eve)).status).toBe(200);
  });

  test("whoever has rights in a pool has them over the guests in it, and over no other", async () => {
    await ask("POST", "/pools", { poolid: "tests" });
    await ask("POST", "/access/users", { userid: "tim@pve" });
    const { data } = await ask("POST", "/access/users/tim@pve/token/tok", { privsep: "0" });
    const tim = { authorization: `PVEAPIToken=tim@pve!tok=${data.value}` };
    await ask("PUT", "/access/acl", { path: "/pool/tests", roles: "PVEVMAdmin", users: "tim@pve" });
    const made = await ask("POST", qemu, { vmid: "700", pool: "tests", memory: "512" }, tim);
    expect(made.status).toBe(200);
    expect((await ask("POST", qemu, { vmid: "701", memory: "512" }, tim)).status).toBe(403);
    await ask("POST", qemu, { vmid: "702", memory: "512" });
    // Locked, while it is made.
    await vi.waitFor(async () =>
      expect((await ask("PUT", `${qemu}/700/config`, { memory: "1024" }, tim)).status).toBe(200),
    );
    expect((await ask("PUT", `${qemu}/702/config`, { memory: "1024" }, tim)).status).toBe(403);
  });
});

describe("what is asked", () => {
  test("is checked by the vendor's description, each parameter with its own words", async () => {
    const form = {
      vmid: "99",
      cores: "many",
      memory: "8",
      bogus: "1",
      net0: "virtio,bridge=vmbr0,colour=red",
      scsihw: "fast",
    };
    const { status, reason, errors } = await ask("POST", qemu, form);
    expect([status, reason]).toEqual([400, "Parameter verification failed."]);
    expect(errors).toMatchObject({
      bogus: "property is not defined in schema and the schema does not allow additional properties",
      cores: "type check ('integer') failed - got 'many'",
      vmid: "value must have a minimum value of 100",
      scsihw: expect.stringContaining("does not have a value in the enumeration"),
      net0: expect.stringContaining("colour: property is not defined in schema"),
      memory: expect.stringContaining("value must have a minimum value of 16"),
    });
    expect((await ask("POST", "/pools")).errors).toEqual({
      poolid: "property is missing and it is not optional",
    });
  });

  test("and is not there, is told as the vendor tells it", async () => {
    expect(await ask("GET", "/nope")).toMatchObject({
      status: 501,
      reason: "Method 'GET /nope' not implemented",
    });
    expect((await ask("GET", `${qemu}/999/config`)).reason).toBe(
      "Configuration file 'nodes/asuna/qemu-server/999.conf' does not exist",
    );
    expect((await ask("GET", "/nodes/nobody/status")).reason).toContain("hostname lookup 'nobody' failed");
    expect((await ask("GET", "/cluster/mapping/pci/none")).reason).toContain("does not exist");
  });

  test("of the host's own devices is for root's own login alone", async () => {
    const refused = await ask("POST", qemu, { vmid: "150", hostpci0: "0000:01:00.0" });
    expect(refused.reason).toBe("only root can set 'hostpci0' config for non-mapped devices");
    expect((await ask("POST", qemu, { vmid: "150", args: "-foo" })).reason).toBe(
      "only root can set 'args' config",
    );
  });
});

describe("a guest", () => {
  const settings = {
    vmid: "100",
    name: "web",
    memory: "2048",
    cores: "2",
    net0: "virtio,bridge=vmbr0",
    scsi0: "tank:8",
    ide2: "tank:cloudinit",
    agent: "1",
    ipconfig0: "ip=10.0.0.50/24,gw=10.0.0.1",
  };

  test("is made by a task that takes its time, and locked meanwhile", async () => {
    const asked = ask("POST", qemu, settings);
    await asked;
    expect((await ask("GET", `${qemu}/100/status/current`)).data).toMatchObject({ lock: "create" });
    expect((await ask("PUT", `${qemu}/100/config`, { cores: "1" })).reason).toBe("VM is locked (create)");
    expect(await done(asked)).toBe("OK");
    expect((await ask("GET", `${qemu}/100/config`)).data).toMatchObject({
      net0: expect.stringMatching(/^virtio=BC:24:11:\w\w:\w\w:\w\w,bridge=vmbr0$/),
      scsi0: "tank:vm-100-disk-0,size=8G",
      ide2: "tank:vm-100-cloudinit,media=cdrom,size=4M",
      boot: "order=scsi0;net0",
    });
    expect((await ask("POST", qemu, settings)).reason).toBe(
      "unable to create VM 100 - VM 100 already exists on node 'asuna'",
    );
  });

  test("runs, tells its address, and keeps running over a restart", async () => {
    expect(await done(ask("POST", `${qemu}/100/status/start`))).toBe("OK");
    await pve.restart();
    expect((await ask("GET", `${qemu}/100/status/current`)).data).toMatchObject({ status: "running" });
    const told = () => ask("GET", `${qemu}/100/agent/network-get-interfaces`);
    while ((await told()).status === 500) await sleep(20);
    expect(JSON.stringify((await told()).data)).toContain('"ip-address":"10.0.0.50"');
    expect((await ask("DELETE", `${qemu}/100`)).reason).toBe("VM 100 is running - destroy failed");
  });

  test("takes a change of its memory at its next start", async () => {
    const { data } = await ask("GET", `${qemu}/100/config`);
    await ask("PUT", `${qemu}/100/config`, { memory: "4096", digest: String(data.digest) });
    expect((await ask("GET", `${qemu}/100/config?current=1`)).data.memory).toBe("2048");
    expect((await ask("GET", `${qemu}/100/config`)).data.memory).toBe("4096");
    await done(ask("POST", `${qemu}/100/status/reboot`));
    expect((await ask("GET", `${qemu}/100/config?current=1`)).data.memory).toBe("4096");
    const stale = await ask("PUT", `${qemu}/100/config`, { memory: "1024", digest: String(data.digest) });
    expect(stale.reason).toContain("detected modified configuration");
  });

  test("becomes a template, and another is cloned from it without copying", async () => {
    await done(ask("POST", `${qemu}/100/status/stop`));
    expect(await done(ask("POST", `${qemu}/100/template`))).toBe("OK");
    expect(await done(ask("POST", `${qemu}/100/clone`, { newid: "101", name: "copy", full: "0" }))).toBe(
      "OK",
    );
    const { data } = await ask("GET", `${qemu}/101/config`);
    expect(data.scsi0).toBe("tank:base-100-disk-0/vm-101-disk-0,size=8G");
    expect((await ask("DELETE", `${qemu}/100`)).reason).toContain("is still in use by linked cloned");
    expect((await ask("PUT", `${qemu}/101/resize`, { disk: "scsi0", size: "4G" })).reason).toBe(
      "shrinking disks is not supported",
    );
    expect(await done(ask("PUT", `${qemu}/101/resize`, { disk: "scsi0", size: "+8G" }))).toBe("OK");
    expect((await ask("GET", `${qemu}/101/config`)).data.scsi0).toContain("size=16G");
  });

  test("moves only to a node that has its storage, and takes its firewall along", async () => {
    await ask("POST", "/storage", { storage: "fast", type: "zfspool", pool: "fast", nodes: "asuna" });
    await done(ask("POST", qemu, { vmid: "110", scsi0: "fast:8" }));
    await ask("POST", `${qemu}/110/firewall/rules`, { type: "in", action: "ACCEPT" });
    const refused = await ask("POST", `${qemu}/110/migrate`, { target: "yuuki" });
    expect(refused.reason).toBe("storage 'fast' is not available on node 'yuuki'");
    expect((await ask("GET", `${qemu}/110/config`)).data).not.toHaveProperty("lock");
    await ask("PUT", "/storage/fast", { nodes: "asuna,yuuki" });
    expect(await done(ask("POST", `${qemu}/110/migrate`, { target: "yuuki" }))).toBe("OK");
    for (const node of ["asuna", "yuuki"])
      expect((await ask("GET", `/nodes/${node}/qemu/110/firewall/rules`)).data).toHaveLength(1);
  });

  test("that cannot be, fails as a task, and leaves nothing", async () => {
    expect(
      await done(ask("POST", qemu, { vmid: "102", scsi0: "tank:0,import-from=local:import/none.qcow2" })),
    ).toBe("unable to create VM 102 - volume 'local:import/none.qcow2' does not exist");
    expect(await done(ask("POST", qemu, { vmid: "102", scsi0: "tank:500" }))).toContain("out of space");
    expect((await ask("GET", "/cluster/nextid")).data).toBe("102");
    await done(ask("POST", qemu, { vmid: "102", cores: "8" }));
    expect(await done(ask("POST", `${qemu}/102/status/start`))).toBe(
      "MAX 4 vcpus allowed per VM on this node",
    );
  });
});
