import { nodeExporterOf } from "../../../../components/monitoring/index.ts";
import { defineService } from "../../../../components/service/index.ts";

/** What the nodes of the platform are made of, and how much of it is left. */
export const nodeExporter = defineService({
  name: "node-exporter",
  about: "Processors, memory and disks of the nodes of the platform",
  lifecycle: "production",
  arch: ["amd64", "arm64"],
  place: { cluster: "platform" },
  namespace: "node-exporter",
  chart: nodeExporterOf("node-exporter"),
  ports: { metrics: 9100 },
  metrics: { port: "metrics", names: ["node_*"] },
  waive: {
    "node-access": { because: "it reads what the kernel of its node says of itself", until: "2027-06-30" },
  },
});
