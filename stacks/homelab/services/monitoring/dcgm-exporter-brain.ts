import { dcgmExporterOf } from "../../../../components/monitoring/index.ts";
import { defineService } from "../../../../components/service/index.ts";
import { dcgmExporter } from "./dcgm-exporter.ts";

/** The same for the laptop's card. That of k3s-gpu is Windows' own, and DCGM does not know it there. */
export const dcgmExporterBrain = defineService({
  ...dcgmExporter,
  name: "dcgm-exporter-brain",
  about: "Load, memory and heat of the GTX 1650",
  place: { cluster: "brain" },
  chart: dcgmExporterOf("dcgm-exporter-brain", {
    nodes: { "kubernetes.io/hostname": "k3s-master" },
    count: 1,
  }),
});
