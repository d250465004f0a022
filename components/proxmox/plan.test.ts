import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { idOf, inventory as schema, vmsOf } from "../inventory/index.ts";
import { readLab } from "../lab/index.ts";
import { TODAY, testInventory } from "../testing/index.ts";
import { PRIVILEGES, planProxmox } from "./index.ts";

function planWith(machines: Record<string, unknown>) {
  const spec = { ...testInventory, machines: { ...testInventory.machines, ...machines } };
  const lab = readLab({ name: "test", inventory: { file: "inventory.ts", spec }, services: [] }, TODAY);
  return { lab, plan: planProxmox(lab) };
}

const second = { ...testInventory.machines.pve, lan: "192.168.1.11", gpu: undefined };
const keeper = {
  kind: "vm",
  about: "keeps the backups",
  on: "pve",
  site: "house",
  lan: "192.168.1.30",
  threads: 2,
  memory: "4Gi",
  disk: "30GB",
  image: "debian-13",
  backup: { never: "it is where the others go" },
  backupServer: { datastore: "lab", dataset: "pve/tank/pbs" },
};
const tank = {
  layout: "mirror",
  capacity: "4TB",
  datasets: { pbs: { about: "backups", owner: { uid: 34, gid: 34 }, share: "nfs" } },
};
const hypervisors = { pve: { ...testInventory.machines.pve, pools: { tank } }, pve2: second, keeper };

/** Any machines that fit on two hypervisors. */
const machines = fc
  .uniqueArray(
    fc.record({
      octet: fc.integer({ min: 100, max: 200 }),
      on: fc.constantFrom("pve", "pve2"),
      threads: fc.integer({ min: 1, max: 32 }),
      stateful: fc.boolean(),
      backup: fc.constantFrom("daily", "weekly", { never: "a test" }),
      ha: fc.boolean(),
    }),
    { selector: ({ octet }) => octet, minLength: 1, maxLength: 8 },
  )
  .map((all) =>
    Object.fromEntries(
      all.map(({ octet, ha, ...rest }) => [
        `vm-${octet}`,
        {
          kind: "vm",
          about: "any",
          site: "house",
          lan: `192.168.1.${octet}`,
          memory: "4Gi",
          disk: "20GB",
          ...rest,
          ...(ha && { ha: {} }),
        },
      ]),
    ),
  );

describe("whatever is declared", () => {
  test("every machine is backed up by one job, but for those that say why not", () => {
    fc.assert(
      fc.property(machines, (some) => {
        const { plan, lab } = planWith({ ...hypervisors, ...some });
        const backed = Object.values(plan.backups?.jobs ?? {}).flatMap(({ vmids }) => vmids ?? []);
        const wanted = vmsOf(lab.inventory).filter(([, { backup }]) => typeof backup === "string");
        expect(backed.toSorted()).toEqual(wanted.map(([, vm]) => String(idOf(vm))).toSorted());
      }),
    );
  });

  test("what a machine reads at its start is no part of the machine", () => {
    fc.assert(
      fc.property(machines, fc.string(), (some, text) => {
        const [name = ""] = Object.keys(some);
        const before = planWith({ ...hypervisors, ...some }).plan.machines[name];
        const setup = { files: { "/etc/motd": text.replace(/password|token|secret|key/gi, "") } };
        const after = planWith({ ...hypervisors, ...some, [name]: { ...some[name], setup } }).plan.machines[
          name
        ];
        expect(after?.machine).toEqual(before?.machine);
        expect(after?.cloudInit).not.toEqual(before?.cloudInit);
      }),
    );
  });

  test("a machine with data is protected, a card is mapped, and a move is no new machine", () => {
    fc.assert(
      fc.property(machines, (some) => {
        const { plan } = planWith({ ...hypervisors, ...some });
        for (const { machine, stateful } of Object.values(plan.machines)) {
          expect(machine.protection).toBe(stateful);
          expect(machine.migrate).toBe(true);
          for (const card of machine.hostpcis ?? []) expect(Object.keys(card)).not.toContain("id");
        }
      }),
    );
  });

  test("a rule of high availability speaks only of what is managed, and where its disk is", () => {
    fc.assert(
      fc.property(machines, (some) => {
        const { plan } = planWith({ ...hypervisors, ...some });
        const managed = Object.values(plan.ha.resources).map(({ resourceId }) => resourceId);
        const ruled = Object.values(plan.ha.rules).flatMap(({ resources }) => resources as string[]);
        expect(managed).toEqual(expect.arrayContaining(ruled));
        for (const { machine } of Object.values(plan.machines)) {
          const rule = plan.ha.rules[`${machine.name}-home`];
          if (rule) expect(rule).toMatchObject({ nodes: { [machine.nodeName]: 1 }, strict: true });
        }
      }),
    );
  });
});

test("one image for each system and hypervisor, by date and checksum, whoever needs it", () => {
  const { plan } = planWith(hypervisors);
  expect(Object.keys(plan.images).toSorted()).toEqual(["pve-debian-13", "pve-ubuntu-24.04"]);
  for (const { url, checksum, fileName } of Object.values(plan.images)) {
    expect(url).toMatch(/\d{8}/);
    expect(checksum).toMatch(/^[0-9a-f]{64,128}$/);
    expect(fileName).toMatch(/-\d{8}\.qcow2$/);
  }
});

test("the machine with the card starts as the card needs it", () => {
  const { plan } = planWith({});
  expect(plan.machines["core-gpu"]?.machine).toMatchObject({
    bios: "ovmf",
    efiDisk: { preEnrolledKeys: false },
    hostpcis: [{ mapping: "pve-gpu", pcie: true }],
    cpu: { type: "host" },
  });
  expect(plan.mappings.pve?.maps).toEqual([
    { node: "pve", path: "0000:01:00", id: "10de:2684", iommuGroup: 13 },
  ]);
  expect(plan.machines["core-server"]?.machine).not.toHaveProperty("hostpcis");
});

test("the firewall lets the house in, and hypervisors to one another; a runner is only looked after", () => {
  const runner = {
    ...keeper,
    lan: "192.168.1.31",
    backupServer: undefined,
    githubRunners: {
      count: 2,
      repository: "me/lab",
      labels: ["lab"],
      image: `ghcr.io/actions/actions-runner:1@sha256:${"a".repeat(64)}`,
      token: "runners",
    },
  };
  const { plan } = planWith({ ...hypervisors, runner });
  expect(plan.firewall.sets.hypervisors?.cidrs).toEqual([{ name: "192.168.1.10" }, { name: "192.168.1.11" }]);
  expect(plan.firewall.sets.house?.cidrs).toEqual([{ name: "192.168.1.0/24" }, { name: "100.64.0.0/10" }]);
  expect(plan.firewall.rules).toContainEqual(
    expect.objectContaining({ source: "+dc/hypervisors", proto: "udp", dport: "5405:5412" }),
  );
  expect(plan.firewall.rules.every(({ source }) => source?.startsWith("+dc/"))).toBe(true);
  expect(plan.machines.runner?.rules).toMatchObject([{ proto: "tcp", dport: "22" }]);
  expect(plan.machines["core-server"]?.rules).toHaveLength(1);
});

test("a machine through which WireGuard comes in lets the whole world ask at that one port", () => {
  const wireguard = {
    server: "core-server",
    endpoint: "home.example.com",
    network: "10.9.0.0/24",
    peers: {},
  };
  const spec = { ...testInventory, wireguard };
  const { machines } = planProxmox(
    readLab({ name: "test", inventory: { file: "inventory.ts", spec }, services: [] }, TODAY),
  );
  expect(machines["core-server"]?.rules.filter(({ source }) => source === undefined)).toEqual([
    { type: "in", action: "ACCEPT", comment: "WireGuard", proto: "udp", dport: "51820" },
  ]);
  expect(machines["core-gpu"]?.rules).toHaveLength(1);
});

test("the program's own rights end before those that would give it others", () => {
  for (const more of ["Permissions.Modify", "User.Modify", "Sys.PowerMgmt", "VM.GuestAgent.Unrestricted"])
    expect(PRIVILEGES).not.toContain(more);
});

test("a number follows from the address, until somebody writes one", () => {
  const { machines: read } = schema.parse(testInventory);
  const vm = read["core-server"];
  if (vm?.kind !== "vm") throw new Error("core-server is a virtual machine");
  expect(idOf(vm)).toBe(1020);
  expect(idOf({ ...vm, id: 120 })).toBe(120);
});
