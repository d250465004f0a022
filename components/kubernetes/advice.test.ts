import { expect, test } from "vitest";
import type { CustomResource } from "../custom-resources/index.ts";
import { checkCustomResource } from "../custom-resources/index.ts";
import type { Lab } from "../lab/index.ts";
import { labWith, service } from "../testing/index.ts";
import { planOf } from "./testing.ts";

const advice = { min: { cpu: "100m", memory: "256Mi" }, max: { cpu: "4", memory: "8Gi" } } as const;

function advised(lab: Lab): Lab {
  const { core } = lab.inventory.clusters;
  if (!core) throw new Error("the lab of the tests has a cluster core");
  const clusters = { ...lab.inventory.clusters, core: { ...core, advice } };
  return { ...lab, inventory: { ...lab.inventory, clusters } };
}

test("a workload is watched and advised, and changed by nobody", () => {
  const plan = planOf("web", advised(labWith(service({ workload: { kind: "stateful" } }))));
  expect(plan.advice).toMatchObject({
    kind: "VerticalPodAutoscaler",
    spec: {
      targetRef: { kind: "StatefulSet", name: "web" },
      updatePolicy: { updateMode: "Off" },
      resourcePolicy: {
        containerPolicies: [{ containerName: "*", minAllowed: advice.min, maxAllowed: advice.max }],
      },
    },
  });
  expect(checkCustomResource(plan.advice as CustomResource)).toEqual([]);
});

test("a job is not, and nobody where a cluster gives no advice", () => {
  const job = service({ workload: { kind: "job" } });
  expect(planOf("web", advised(labWith(job)))).not.toHaveProperty("advice");
  expect(planOf("web", labWith(service()))).not.toHaveProperty("advice");
});
