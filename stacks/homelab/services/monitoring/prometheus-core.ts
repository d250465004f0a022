import { prometheusAgent } from "../../../../components/monitoring/index.ts";
import { claim, defineService } from "../../../../components/service/index.ts";
import { prometheus } from "./prometheus.ts";

/** Measures core and hands it in. It looks from beside what it measures: over the tailnet every probe would fail at once. */
export const prometheusCore = defineService({
  ...prometheus,
  name: "prometheus-core",
  about: "Metrics of core, for the Prometheus of the platform",
  place: { cluster: "core", node: "pesubuntu" },
  args: ["--agent", "--config.file=/etc/prometheus/prometheus.yml", "--storage.agent.path=/data"],
  files: prometheusAgent({ cluster: "core", sendsTo: "prometheus" }),
  resources: { cpu: "100m..500m", memory: "256Mi..512Mi" },
  // What was not handed in while the other was away.
  volumes: { "/data": claim("5Gi", { backup: "never" }) },
  expose: {},
});
