import { expect, test } from "vitest";
import { claim } from "../../service/index.ts";
import { labWith, service } from "../../testing/index.ts";
import { serviceNamed } from "../lab.ts";
import { catalogue } from "./catalogue.ts";

const small = { cpu: "500m", memory: "1Gi" } as const;
const lab = labWith(
  service({ name: "helper", place: { cluster: "core" }, reach: { cluster: true } }),
  service({ name: "free", place: { cluster: "core" }, workload: { kind: "deployment", replicas: 2 } }),
  service({ name: "tied", place: { cluster: "core", node: "core-gpu" }, resources: small }),
  service({ name: "disk", place: { cluster: "core" }, volumes: { "/data": claim("1Gi") } }),
  service({
    name: "crowd",
    place: { cluster: "core" },
    resources: { cpu: "500m..1", memory: "1Gi" },
    scale: { min: 1, max: 3, cpu: 70 },
  }),
  service({ name: "far", place: { cluster: "brain" } }),
  service({ name: "nightly", place: { cluster: "core" }, workload: { kind: "cron", schedule: "0 3 * * *" } }),
  service({ name: "old", lifecycle: "archive" }),
);
const told = JSON.parse(catalogue(lab, serviceNamed(lab, "helper")));
const named = (name: string) => told.services.find((each: { name: string }) => each.name === name);

test("whoever asks gets hold of what its own cluster keeps running, and of nothing else", () => {
  const handles = Object.fromEntries(
    told.services.map(({ name, handle }: { name: string; handle?: object }) => [name, handle]),
  );
  expect(handles).toEqual({
    helper: undefined,
    free: { kind: "deployments", most: 6 },
    tied: { kind: "deployments", most: 3 },
    disk: { kind: "deployments", most: 1 },
    crowd: { kind: "deployments" },
    far: undefined,
    nightly: undefined,
  });
});

test("whoever may not speak with the cluster gets hold of nothing", () => {
  const { services } = JSON.parse(catalogue(lab, serviceNamed(lab, "free")));
  expect(services.filter(({ handle }: { handle?: object }) => handle)).toEqual([]);
});

test("what is asked for is told of each, and of each node how much of it is taken", () => {
  expect(named("crowd").asks).toEqual({ copies: 3, cpu: 0.5, memory: 2 ** 30 });
  const gpu = told.room.find(({ of }: { of: string }) => of === "core-gpu");
  expect(gpu).toMatchObject({ isCluster: false, memory: { asked: 2 ** 30 }, cpu: { asked: 0.5 } });
  expect(gpu.memory.has).toBeGreaterThan(2 ** 30);
  expect(told.room.find(({ of }: { of: string }) => of === "core").isCluster).toBe(true);
});
