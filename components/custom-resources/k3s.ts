import { z } from "zod";
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

/** A chart that k3s itself installs. What ArgoCD cannot do: its values may come from Secrets. */
export const HelmChart = customKind({
  group: "helm.cattle.io",
  version: "v1",
  kind: "HelmChart",
  plural: "helmcharts",
  scope: "Namespaced",
  spec: z.strictObject({
    repo: z.string().optional(),
    chart: z.string(),
    version: z.string(),
    targetNamespace: z.string(),
    valuesContent: z.string(),
    valuesSecrets: z.array(z.strictObject({ name: z.string(), keys: z.array(z.string()) })),
    failurePolicy: z.enum(["abort", "reinstall"]),
  }),
});
