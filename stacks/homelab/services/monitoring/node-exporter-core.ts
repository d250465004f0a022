import { nodeExporterOf } from "../../../../components/monitoring/index.ts";
import { defineService } from "../../../../components/service/index.ts";
import { nodeExporter } from "./node-exporter.ts";

/** The same for the nodes of core. */
export const nodeExporterCore = defineService({
  ...nodeExporter,
  name: "node-exporter-core",
  about: "Processors, memory and disks of the nodes of core",
  place: { cluster: "core" },
  chart: nodeExporterOf("node-exporter-core"),
});
