import { logsOf } from "../../../../components/monitoring/index.ts";
import { defineService } from "../../../../components/service/index.ts";
import { alloy } from "./alloy.ts";

/** The same for core: over the tailnet, to the one Loki. */
export const alloyCore = defineService({
  ...alloy,
  name: "alloy-core",
  about: "Collects the logs of core",
  place: { cluster: "core", node: "pesubuntu" },
  files: { "/etc/alloy/config.alloy": logsOf("core", "loki") },
});
