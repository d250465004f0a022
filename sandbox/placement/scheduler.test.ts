import { existsSync, mkdtempSync, readdirSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ServiceSpec } from "../../components/service/index.ts";
import { labWith, service } from "../../components/testing/index.ts";
import { birth } from "../../scripts/setup/processes.mjs";
import { LoneCluster, nodesOf } from "../control-plane/index.ts";
import { testPrograms } from "../testing/index.ts";
import { type PlannedPod, plannedPods, Scheduler } from "./index.ts";
import type { Trial } from "./trial.ts";

let scheduler: Scheduler;
beforeAll(async () => {
  scheduler = await Scheduler.open(await testPrograms());
});
afterAll(() => scheduler?.close());

const { inventory } = labWith();

function trial(pods: PlannedPod[], cluster = "core", more: Partial<Trial> = {}): Trial {
  return { cluster, inventory, nodes: nodesOf(cluster, inventory), pods, ...more };
}

function planned(spec: Partial<ServiceSpec>, cluster = "core"): PlannedPod[] {
  const lab = labWith(service({ place: { cluster }, ...spec }));
  return plannedPods(cluster, lab, ["production"], nodesOf(cluster, inventory));
}

function pod(
  name: string,
  requests: Record<string, string>,
  more: Partial<PlannedPod["spec"]> = {},
): PlannedPod {
  const resources = { requests, limits: requests };
  return {
    service: name,
    namespace: "apps",
    name,
    labels: {},
    claims: [],
    daemon: false,
    spec: { containers: [{ name: "main", image: "web:1", resources }], ...more },
  };
}

/** By its name, where each of them is, or why it is nowhere. */
async function outcome(given: Trial): Promise<Record<string, string | undefined>> {
  const placements = await scheduler.place(given);
  return Object.fromEntries(placements.map(({ pod: { name }, node, reason }) => [name, node ?? reason]));
}

describe("where a pod goes", () => {
  test("what does not fit is told in the scheduler's words, and the others are placed all the same", async () => {
    const told = await outcome(
      trial([
        pod("huge", { memory: "64Gi" }),
        pod("large", { memory: "30Gi" }),
        pod("more", { memory: "30Gi" }),
      ]),
    );
    expect(told.large).toBe("core-server");
    expect(told.huge).toBe(
      "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient memory.",
    );
    expect(told.more).toMatch(/2 Insufficient memory/);
  });

  test("the slices of a card are given away until there are none", async () => {
    const tolerations = [{ key: "homelab/reserved", operator: "Exists" }];
    const slices = (name: string, count: string) => pod(name, { "nvidia.com/gpu": count }, { tolerations });
    const told = await outcome(trial([slices("a", "1"), slices("b", "3"), slices("c", "1")]));
    expect(told).toMatchObject({ a: "core-gpu", b: "core-gpu" });
    expect(told.c).toContain("3 Insufficient nvidia.com/gpu");
  });

  test("a card that nobody counts has no slices to give", async () => {
    const told = await outcome(trial([pod("a", { "nvidia.com/gpu": "1" })], "brain"));
    expect(told.a).toMatch(/^0\/2 nodes are available: 2 Insufficient nvidia.com\/gpu/);
  });

  test("nobody is placed on a reserved node who does not name it", async () => {
    const copies = { workload: { kind: "deployment", replicas: 3 }, arch: ["amd64", "arm64"] } as const;
    const free = await outcome(trial(planned({ ...copies, arch: [...copies.arch] })));
    expect(Object.values(free)).not.toContain("core-gpu");
    const named = await outcome(trial(planned({ place: { cluster: "core", node: "core-gpu" } })));
    expect(named).toEqual({ "web-0": "core-gpu" });
  });

  test("an image runs where its architecture is", async () => {
    const copies = { kind: "deployment", replicas: 4 } as const;
    const amd64 = await outcome(trial(planned({ workload: copies })));
    expect(new Set(Object.values(amd64))).toEqual(new Set(["core-server"]));
    const arm64 = await outcome(trial(planned({ workload: copies, arch: ["arm64"] })));
    expect(new Set(Object.values(arm64))).toEqual(new Set(["core-arm"]));
  });

  test("a daemon is on every node, the reserved one too", async () => {
    const daemon = planned({ workload: { kind: "daemon" }, arch: ["amd64", "arm64"] });
    expect(Object.values(await outcome(trial(daemon)))).toEqual(["core-server", "core-gpu", "core-arm"]);
  });

  test("those who stay keep their room, though they are named last, and a disk holds its pod", async () => {
    const claims = [{ namespace: "apps", name: "data", size: "1Gi", class: "local-path" }];
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
    const guest = pod("guest", { memory: "20Gi" });
    const host = pod("host", { memory: "20Gi" });
    const bound = { ...pod("bound", { cpu: "1" }, { volumes }), claims };
    const told = await outcome(
      trial([guest, bound, host], "core", {
        settled: new Map([[host, "core-server"]]),
        disks: new Map([["apps/data", "core-arm"]]),
      }),
    );
    expect(told).toMatchObject({ host: "core-server", bound: "core-arm" });
    expect(told.guest).toMatch(/2 Insufficient memory/);
  });

  test("a disk on a node that is no more leaves its pod waiting, by the scheduler's words", async () => {
    const claims = [{ namespace: "apps", name: "data", size: "1Gi", class: "local-path" }];
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
    const bound = { ...pod("bound", { cpu: "1" }, { volumes }), claims };
    const disks = new Map([["apps/data", "core-gone"]]);
    expect((await outcome(trial([bound], "core", { disks }))).bound).toMatch(
      /PersistentVolume's node affinity|volume node affinity/,
    );
  });
});

test("one cluster after the other sees nothing of the one before", async () => {
  const full = (names: string[]) => names.map((name) => pod(name, { memory: "30Gi" }));
  for (let round = 0; round < 3; round += 1) {
    expect(await outcome(trial(full(["a"])))).toEqual({ a: "core-server" });
    expect(await outcome(trial(full(["a"]), "brain"))).toEqual({ a: "brain-server" });
  }
});

test("nothing to place is nothing placed, and a cluster without a node places nobody", async () => {
  expect(await outcome(trial([]))).toEqual({});
  const told = await outcome(trial([pod("a", { cpu: "1" })], "core", { nodes: [] }));
  expect(told.a).toMatch(/no nodes available/);
});

describe("what is left", () => {
  test("no process and no folder, when it was closed", async () => {
    const cluster = await LoneCluster.open("trial", await testPrograms(), {
      parts: ["controller-manager", "kwok"],
    });
    const pids = await Promise.all(["etcd", "api-server", "scheduler"].map((part) => cluster.pidOf(part)));
    const folder = dirname(dirname(cluster.plane.kubeconfig));
    expect(pids.every((pid) => pid !== undefined && birth(pid) !== "")).toBe(true);
    expect(existsSync(folder)).toBe(true);
    await cluster.close();
    expect(pids.map((pid) => birth(pid ?? 0))).toEqual(["", "", ""]);
    expect(existsSync(folder)).toBe(false);
  });

  test("nor when it could not begin", async () => {
    const [own, temporary] = [mkdtempSync(join(tmpdir(), "no-programs-")), process.env.TMPDIR];
    process.env.TMPDIR = own;
    try {
      const programs = { ...(await testPrograms()), "kube-apiserver": join(own, "kube-apiserver") };
      await expect(Scheduler.open(programs)).rejects.toThrow(
        /trial\/api-server could not be started: .*ENOENT/,
      );
      expect(readdirSync(own)).toEqual([]);
    } finally {
      if (temporary === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = temporary;
    }
    rmdirSync(own);
  });
});
