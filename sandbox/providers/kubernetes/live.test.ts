import { afterAll, beforeAll, describe, vi } from "vitest";
import { TrialCluster } from "../testing/cluster.ts";
import { Plugin } from "../testing/plugin.ts";
import { Stack } from "../testing/stack.ts";
import { ends } from "./suites/ends.ts";
import { faults } from "./suites/faults.ts";
import type { Ground } from "./suites/ground.ts";
import { life } from "./suites/life.ts";
import { patches } from "./suites/patches.ts";
import { readiness } from "./suites/readiness.ts";
import { releases } from "./suites/releases.ts";
import { validation } from "./suites/validation.ts";

/** One control plane for all that is tested against one: to start it takes longer than most of what it is asked. */
const ground = {} as Ground;

vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  ground.cluster = await TrialCluster.open();
  ground.plugin = await Plugin.start("kubernetes");
  await ground.plugin.configure({ kubeconfig: ground.cluster.kubeconfig });
  ground.stack = await Stack.open();
}, 1_200_000);
afterAll(async () => {
  ground.stack?.close();
  await ground.plugin?.stop();
  await ground.cluster?.close();
});

describe("with a real API server", () => {
  life(ground);
  readiness(ground);
  validation(ground);
  patches(ground);
  ends(ground);
  faults(ground);
  releases(ground);
});
