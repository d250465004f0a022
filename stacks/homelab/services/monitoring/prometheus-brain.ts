import { prometheusAgent } from "../../../../components/monitoring/index.ts";
import { defineService } from "../../../../components/service/index.ts";
import { prometheusCore } from "./prometheus-core.ts";

/** The same for brain. */
export const prometheusBrain = defineService({
  ...prometheusCore,
  name: "prometheus-brain",
  about: "Metrics of brain, for the Prometheus of the platform",
  place: { cluster: "brain", node: "k3s-master" },
  files: prometheusAgent({ cluster: "brain", sendsTo: "prometheus" }),
});
