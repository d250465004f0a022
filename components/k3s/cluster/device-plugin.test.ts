import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { inventory } from "../../inventory/index.ts";
import { labWith, testInventory } from "../../testing/index.ts";
import { planDevicePlugin } from "./device-plugin.ts";

/** The cluster of the tests, where its card is divided so. */
function planWith(count: number) {
  const read = inventory.parse(testInventory);
  Object.assign(read.machines["core-gpu"] ?? {}, {
    gpu: { from: "pve", sharing: { mode: "slices", count } },
  });
  return planDevicePlugin("core", { inventory: read });
}

function configOf(count: number): { sharing?: { timeSlicing: { resources: { replicas: number }[] } } } {
  const config = planWith(count)[`config-${count}`];
  if (config?.kind !== "ConfigMap") throw new Error("there is no configuration");
  return parse(config.data?.["config.yaml"] ?? "");
}

test("it sells as many slices as the inventory says", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 64 }), (count) => {
      expect(configOf(count).sharing?.timeSlicing.resources).toEqual([
        { name: "nvidia.com/gpu", replicas: count },
      ]);
    }),
  );
});

test("a card for one is not shared at all, which the plugin would refuse", () => {
  expect(configOf(1)).toEqual({ version: "v1" });
});

test("it runs only where there is a card to count, also on a node that is reserved", () => {
  const plugin = planDevicePlugin("core", labWith())["plugin-4"];
  expect(plugin).toMatchObject({
    kind: "DaemonSet",
    spec: {
      template: {
        spec: {
          runtimeClassName: "nvidia",
          tolerations: [{ key: "homelab/reserved" }],
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [{ matchExpressions: [{ values: ["core-gpu"] }] }],
              },
            },
          },
        },
      },
    },
  });
});

test("a card that nobody counts is none of its affairs", () => {
  expect(planDevicePlugin("brain", labWith())).toEqual({});
});
