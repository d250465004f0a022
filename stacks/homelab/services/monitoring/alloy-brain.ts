import { logsOf } from "../../../../components/monitoring/index.ts";
import { defineService } from "../../../../components/service/index.ts";
import { alloy } from "./alloy.ts";

/** The same for brain: over the tailnet, to the one Loki. */
export const alloyBrain = defineService({
  ...alloy,
  name: "alloy-brain",
  about: "Collects the logs of brain",
  place: { cluster: "brain", node: "k3s-master" },
  files: { "/etc/alloy/config.alloy": logsOf("brain", "loki") },
});
