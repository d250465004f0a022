import { z } from "zod";
import { cpu, label, memory } from "../units/index.ts";
import { customKind } from "./kind.ts";

const amount = z.strictObject({ cpu, memory });

/** What watches a workload, and says how much it should ask for. */
export const VerticalPodAutoscaler = customKind({
  group: "autoscaling.k8s.io",
  version: "v1",
  kind: "VerticalPodAutoscaler",
  plural: "verticalpodautoscalers",
  scope: "Namespaced",
  spec: z.strictObject({
    targetRef: z.strictObject({
      apiVersion: z.string(),
      kind: z.enum(["Deployment", "StatefulSet", "DaemonSet"]),
      name: label,
    }),
    updatePolicy: z.strictObject({ updateMode: z.enum(["Off", "Initial", "Recreate", "InPlaceOrRecreate"]) }),
    resourcePolicy: z.strictObject({
      containerPolicies: z.array(
        z.strictObject({ containerName: z.string(), minAllowed: amount, maxAllowed: amount }),
      ),
    }),
  }),
});
