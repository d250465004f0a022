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
