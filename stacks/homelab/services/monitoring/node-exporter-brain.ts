import { nodeExporterOf } from "../../../../components/monitoring/index.ts";
import { defineService } from "../../../../components/service/index.ts";
import { nodeExporter } from "./node-exporter.ts";

/** The same for the nodes of brain. */
export const nodeExporterBrain = defineService({
  ...nodeExporter,
  name: "node-exporter-brain",
  about: "Processors, memory and disks of the nodes of brain",
  place: { cluster: "brain" },
  chart: nodeExporterOf("node-exporter-brain"),
});
