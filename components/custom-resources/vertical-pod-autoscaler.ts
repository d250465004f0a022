import { z } from "zod";
import { label } from "../units/index.ts";
import { customKind } from "./kind.ts";

/** As Kubernetes writes amounts: "100m", "256Mi". */
const quantity = z.string().regex(/^\d+(\.\d+)?(m|Ki|Mi|Gi|Ti)?$/, {
  error: 'is not an amount\nwrite "100m" or "256Mi"',
});
const amount = z.strictObject({ cpu: quantity, memory: quantity });

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
