import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Lab, Service } from "../../components/lab/index.ts";
import { serviceNamed } from "../../components/lab/index.ts";
import { bytes } from "../../components/units/index.ts";
import { nodesOf } from "../../sandbox/control-plane/index.ts";
import { type ClusterCapacity, capacityOf, plannedPods, Scheduler } from "../../sandbox/placement/index.ts";
import { testPrograms } from "../../sandbox/testing/index.ts";
import { labOf } from "../../stacks/labs.ts";

/** The lab of the house, placed by a real scheduler; and what that scheduler does when somebody oversells. */
let scheduler: Scheduler;
let lab: Lab;
beforeAll(async () => {
  [scheduler, lab] = await Promise.all([
    testPrograms().then((programs) => Scheduler.open(programs)),
    labOf("homelab"),
  ]);
}, 900_000);
afterAll(() => scheduler?.close());

/** With services that no check has seen: a check can be forgotten, a scheduler cannot. */
async function placed(cluster: string, ...unseen: Service[]): Promise<ClusterCapacity> {
  const { inventory } = lab;
  const nodes = nodesOf(cluster, inventory);
  const services = [
    ...lab.services.filter((each) => !unseen.some(({ name }) => name === each.name)),
    ...unseen,
  ];
  const pods = plannedPods(cluster, { ...lab, services }, ["production", "experimental"], nodes);
  return capacityOf(cluster, nodes, await scheduler.place({ cluster, inventory, nodes, pods }));
}

function node({ nodes }: ClusterCapacity, name: string) {
  const found = nodes.find((each) => each.node === name);
  if (!found) throw new Error(`no node ${name}`);
  return found;
}

describe("core", () => {
  const half = bytes("4Gi");

  test("keeps asuna below half of its memory, and everything that it runs finds a node", async () => {
    const core = await placed("core");
    expect(core.unplaced).toEqual([]);
    const { memory, pods } = node(core, "asuna");
    expect(pods).toContain("postgres-0");
    expect(memory.requested).toBeGreaterThan(0);
    expect(memory.requested).toBeLessThanOrEqual(half);
    expect(memory.declared).toBe(half);
  });

  test("leaves waiting what would take asuna beyond it, though the machine has the memory", async () => {
    const redis = serviceNamed(lab, "redis");
    const memory = { request: "3.5Gi", limit: "3.5Gi" } as const;
    const greedy = { ...redis, resources: { cpu: { request: "50m" as const }, memory } };
    const core = await placed("core", greedy);
    // Neither it nor the job that tries its backup.
    expect(core.unplaced.map(({ service }) => service)).toEqual(["redis", "redis"]);
    expect(core.unplaced[0]?.reason).toContain("Insufficient memory");
    expect(node(core, "asuna").memory.requested).toBeLessThanOrEqual(half);
  });
});

describe("brain", () => {
  const jellyfin = () => serviceNamed(lab, "jellyfin");
  const another = (name: string, slices: number): Service => ({
    ...jellyfin(),
    name,
    volumes: {},
    place: { ...jellyfin().place, gpu: { slices } } as Service["place"],
  });

  test("has four slices on the laptop, and sells none of them twice", async () => {
    const brain = await placed("brain");
    expect(brain.unplaced).toEqual([]);
    const { gpu } = node(brain, "k3s-master");
    expect(gpu.declared).toBe(4);
    expect(gpu.requested).toBe(3);
  });

  test("sells the last one once: who comes after waits", async () => {
    const full = await placed("brain", another("fourth", 1));
    expect(full.unplaced).toEqual([]);
    expect(node(full, "k3s-master").gpu).toMatchObject({ requested: 4, free: 0 });

    const oversold = await placed("brain", another("fourth", 1), another("fifth", 1));
    expect(oversold.unplaced).toHaveLength(1);
    expect(oversold.unplaced[0]?.reason).toContain("Insufficient nvidia.com/gpu");
    expect(node(oversold, "k3s-master").gpu.requested).toBe(4);
  });
});

describe("platform", () => {
  test("finds a node for everything, its proxies of the mesh included", async () => {
    const platform = await placed("platform");
    expect(platform.unplaced).toEqual([]);
    const nodes = nodesOf("platform", lab.inventory);
    const pods = plannedPods("platform", lab, ["production"], nodes);
    const proxied = pods
      .filter(({ spec }) => spec.initContainers?.some(({ name }) => name === "linkerd-proxy"))
      .map(({ name }) => name);
    expect(proxied).toContain("router-0");
    // What leads in from the tailnet is no part of the mesh, and neither is anybody outside its namespaces.
    expect(proxied).not.toContain("router-entrance-0");
    expect(proxied).not.toContain("prometheus-0");
  });
});
