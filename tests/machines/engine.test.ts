import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { proxmox } from "../../sandbox/emulators/proxmox/index.ts";
import { Running } from "../../sandbox/emulators/testing/running.ts";
import { Keys, planApis } from "../../sandbox/plan/index.ts";
import { CHANGED, ComponentTrial } from "../component-trial.ts";
import { lab } from "./lab.ts";

type Seed = ReturnType<typeof proxmox.seed.parse>;
type Data = Record<string, unknown>;

/** The component itself with the machines of the homelab, the real engine, and Proxmox at the other end. */
let trial: ComponentTrial;
let pve: Running<Seed>;

vi.setConfig({ testTimeout: 300_000 });

const keys = new Keys("machines of a test");
const ROOT = `root@pam!sandbox=${keys.uuid("proxmox token")}`;

beforeAll(async () => {
  const plan = planApis([lab], keys).find(({ name }) => name === "proxmox");
  pve = await Running.start(proxmox, proxmox.seed.parse({ ...(plan?.seed as Seed), taskMs: 5 }));
  trial = await ComponentTrial.open(program());
}, 600_000);

afterAll(async () => {
  trial?.remove();
  await pve?.stop();
});

/** A program of one component; `change` is made in the inventory before it is read. */
function program({
  change = "",
  token = JSON.stringify(ROOT),
  url = JSON.stringify(pve.url),
  protect = true,
} = {}): string {
  return `
    import * as pulumi from "@pulumi/pulumi";
    import { planProxmox, ProxmoxCluster } from "@lab/components/proxmox/index.ts";
    import { Vault } from "@lab/components/vault/index.ts";
    import { inventory as declared } from "@lab/stacks/homelab/inventory/index.ts";
    import { machinesLab } from "@lab/tests/machines/lab.ts";
    const inventory: any = structuredClone(declared);
    const { machines } = inventory;
    ${change}
    const lab = machinesLab(inventory);
    const vault = new Vault({ lab, rootSecret: "0123456789abcdef0123456789abcdef",
      tokens: { "github-runners": pulumi.secret("ghp_of_a_test") } });
    // What other vendors would have made by now.
    for (const { cloudInit } of Object.values(planProxmox(lab).machines))
      for (const part of cloudInit) if (typeof part !== "string" && "kept" in part) vault.keep(part, "kept");
    const unknown = pulumi.output(pulumi.unknown) as any;
    const cluster = new ProxmoxCluster("proxmox", { lab, vault, protect: ${protect}, access: { url: ${url}, token: ${token} } });
    export const token = cluster.token;
  `;
}

async function api<Answer = Data>(
  path: string,
  { method = "GET", form = {}, token = ROOT } = {},
): Promise<Answer> {
  const response = await fetch(`${pve.url}/api2/json${path}`, {
    method,
    headers: { authorization: `PVEAPIToken=${token}`, connection: "close" },
    ...(method !== "GET" && { body: new URLSearchParams(form) }),
  });
  const { data, message } = (await response.json()) as { data: Answer; message?: string };
  if (!response.ok) throw new Error(`${path}: ${message}`);
  return data;
}

test("while nobody knows how Proxmox is reached, its machines are previewed without it", async () => {
  const asked = pve.log.length;
  trial.write(program({ token: "unknown", url: "unknown" }));
  const { code, output } = await trial.pulumi("preview");
  expect(code, output).toBe(0);
  expect(output).toContain("proxmox-ocean-machine");
  expect(pve.log.length).toBe(asked);
});

test("an update makes all of it, and shows no secret", async () => {
  trial.write(program());
  const { code, output } = await trial.up();
  expect(code, output).toBe(0);
  expect(output).not.toContain("ghp_of_a_test");
  expect(output).toMatch(/token\s*: \[secret\]/);

  const ocean = await api("/nodes/node006/qemu/1143/config");
  expect(ocean).toMatchObject({
    bios: "ovmf",
    machine: "q35",
    scsihw: "virtio-scsi-single",
    hostpci0: expect.stringContaining("mapping=node006-gpu"),
    net0: expect.stringMatching(/firewall=1.*queues=64|queues=64.*firewall=1/),
    ipconfig0: "gw=192.168.1.1,ip=192.168.1.143/24",
    cicustom: "user=homelab:snippets/ocean.yaml",
    protection: 1,
    scsi0: expect.stringMatching(/^data01:/),
  });
  expect(await api("/nodes/node006/qemu/1143/status/current")).toMatchObject({ status: "running" });
  expect(await api("/cluster/firewall/options")).toMatchObject({
    enable: 1,
    policy_in: "DROP",
    policy_forward: "DROP",
  });
  expect(await api<Data[]>("/cluster/ha/rules")).toHaveLength(3);
  const [job] = await api<Data[]>("/cluster/backup");
  expect(job).toMatchObject({ storage: "pbs", vmid: expect.stringContaining("1143") });
});

test("stays as it is: a second update and a refresh change nothing", async () => {
  const again = await trial.up();
  expect(again.output).not.toMatch(CHANGED);
  const refreshed = await trial.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  expect(refreshed.code, refreshed.output).toBe(0);
});

/** The setup of a machine that holds data, edited. */
const edit = `machines.ocean.setup = { commands: ["echo edited"] };`;

test("an edit of what a machine with data reads at its start changes the file, and never the machine", async () => {
  trial.write(program({ change: edit }));
  const seen = await trial.pulumi("preview", "--json");
  const { steps } = JSON.parse(seen.output.slice(seen.output.indexOf("{"))) as {
    steps: { op: string; urn: string }[];
  };
  const ops = steps.filter(({ op }) => op !== "same").map(({ op, urn }) => [urn.split("::").at(-1), op]);
  expect(new Set(ops.map(([name]) => name))).toEqual(new Set(["proxmox-ocean-cloud-init"]));

  const before = await api("/nodes/node006/qemu/1143/config");
  expect((await trial.up()).code).toBe(0);
  expect(await api("/nodes/node006/qemu/1143/config")).toEqual(before);
  expect(
    (await api<Data[]>("/nodes/node006/storage/homelab/content?content=snippets")).map(({ volid }) => volid),
  ).toContain("homelab:snippets/ocean.yaml");
  const refreshed = await trial.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  expect(refreshed.code, refreshed.output).toBe(0);
});

test("a machine that is told to be elsewhere moves there with its disk", async () => {
  const moved = `${edit} machines["gh-runner-01"].on = "node006";`;
  trial.write(program({ change: moved }));
  const { code, output } = await trial.up();
  expect(code, output).toBe(0);
  expect(output).not.toMatch(/gh-runner-01-machine \(?replaced/);
  const config = await api("/nodes/node006/qemu/1250/config");
  expect(config.scsi0).toMatch(/^local-lvm:/);
  trial.write(program({ change: edit }));
  expect((await trial.up()).code).toBe(0);
});

test("a card that moves is one change: the machine that gets it is changed, and none is made anew", async () => {
  trial.write(
    program({
      change: `${edit} const { gpu } = machines["gaming-pc"]; delete machines["gaming-pc"].gpu;
      machines.node005.gpu = { ...gpu, pci: { slot: "0000:81:00", ids: ["10de:2204", "10de:1aef"], iommuGroup: 52 } };
      machines["platform-01"].gpu = { from: "node005", sharing: { mode: "slices", count: 4 } };`,
    }),
  );
  const seen = await trial.pulumi("preview", "--diff");
  expect(seen.code, seen.output).toBe(0);
  expect(seen.output).toMatch(/\+ proxmoxve:hardware\/mapping\/pci:Pci: \(create\)/);
  expect(seen.output).toMatch(/mapping\s*: "node005-gpu"/);
  expect(seen.output).not.toMatch(/VmLegacy: \(replace\)/);
});

test("what somebody changes by hand is found and put back", async () => {
  trial.write(program({ change: edit }));
  await api("/nodes/node005/qemu/1002/config", { method: "PUT", form: { cores: "1" } });
  await api("/cluster/firewall/options", { method: "PUT", form: { enable: "0" } });
  const seen = await trial.pulumi("preview", "--refresh");
  expect(seen.output).toContain("proxmox-dns01-machine");
  expect(seen.output).toContain("proxmox-firewall");
  const mended = await trial.up("--refresh");
  expect(mended.code, mended.output).toBe(0);
  expect(await api("/cluster/firewall/options")).toMatchObject({ enable: 1 });
});

test("the token that it makes is enough for all of this, and for nothing that only root should do", async () => {
  const { output } = await trial.pulumi("stack", "output", "token", "--show-secrets");
  const token = output.trim();
  expect(token).toMatch(/^homelab@pve!program=/);
  trial.write(
    program({
      change: `${edit} machines.dns02.memory = "3Gi"; delete machines["gh-runner-01"];`,
      token: JSON.stringify(token),
    }),
  );
  const changedByToken = await trial.up();
  expect(changedByToken.code, changedByToken.output).toBe(0);
  expect(changedByToken.output).toMatch(/updated/);
  trial.write(program({ change: edit, token: JSON.stringify(token) }));
  const made = await trial.up();
  expect(made.code, made.output).toBe(0);
  const refreshed = await trial.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  expect(refreshed.code, refreshed.output).toBe(0);
  await expect(api("/access/users", { method: "POST", form: { userid: "eve@pve" }, token })).rejects.toThrow(
    "Permission check failed",
  );
  await expect(
    api("/access/acl", {
      method: "PUT",
      form: { path: "/", roles: "Administrator", users: "homelab@pve" },
      token,
    }),
  ).rejects.toThrow("Permission check failed");
});

test("a machine that holds data stays, whatever is deleted", async () => {
  const gone = `for (const each of Object.values(machines) as any[]) if (each.kind === "vm") each.backup = { never: "a test" };
    delete machines.pbs;`;
  trial.write(program({ change: `${edit} ${gone}` }));
  const { code, output } = await trial.up();
  expect(code).not.toBe(0);
  expect(output).toContain("is protected");
  await expect(api("/nodes/node005/qemu/1110", { method: "DELETE" })).rejects.toThrow("protection");
});

test("a destroy leaves what Proxmox has by itself, once protection is taken away", async () => {
  trial.write(program({ change: edit, protect: false }));
  expect((await trial.up()).code).toBe(0);
  const { code, output } = await trial.pulumi("destroy", "--yes", "--skip-preview");
  expect(code, output).toBe(0);
  for (const path of [
    "/cluster/resources?type=vm",
    "/cluster/mapping/pci",
    "/cluster/ha/resources",
    "/cluster/ha/rules",
    "/cluster/backup",
    "/cluster/firewall/ipset",
    "/cluster/firewall/rules",
    "/pools",
    "/access/acl",
  ])
    expect(await api<Data[]>(path), path).toEqual([]);
  expect((await api<Data[]>("/storage")).map(({ storage }) => storage)).toEqual(["local", "local-lvm"]);
});
