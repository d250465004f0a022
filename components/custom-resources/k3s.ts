import { z } from "zod";
import { label } from "../units/index.ts";
import { customKind } from "./kind.ts";

/** Values for a chart that k3s brings along itself, Traefik's above all. */
export const HelmChartConfig = customKind({
  group: "helm.cattle.io",
  version: "v1",
  kind: "HelmChartConfig",
  plural: "helmchartconfigs",
  scope: "Namespaced",
  spec: z.strictObject({ valuesContent: z.string() }),
});

const selector = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z
    .array(
      z.strictObject({
        key: z.string(),
        operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]),
        values: z.array(z.string()).optional(),
      }),
    )
    .optional(),
});

/** How the system-upgrade-controller brings nodes to a release of k3s, one after the other. */
export const Plan = customKind({
  group: "upgrade.cattle.io",
  version: "v1",
  kind: "Plan",
  plural: "plans",
  scope: "Namespaced",
  spec: z.strictObject({
    concurrency: z.int().positive(),
    version: z.string(),
    nodeSelector: selector,
    serviceAccountName: label,
    cordon: z.boolean().optional(),
    drain: z
      .strictObject({
        force: z.boolean().optional(),
        deleteEmptydirData: z.boolean().optional(),
        ignoreDaemonSets: z.boolean().optional(),
        skipWaitForDeleteTimeout: z.int().optional(),
      })
      .optional(),
    tolerations: z
      .array(
        z.strictObject({
          key: z.string().optional(),
          operator: z.enum(["Exists", "Equal"]),
          value: z.string().optional(),
          effect: z.enum(["NoSchedule", "NoExecute", "PreferNoSchedule"]).optional(),
        }),
      )
      .optional(),
    prepare: z.strictObject({ image: z.string(), args: z.array(z.string()) }).optional(),
    upgrade: z.strictObject({ image: z.string(), args: z.array(z.string()).optional() }),
  }),
});
