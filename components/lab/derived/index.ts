import type { Derived } from "../../service/index.ts";
import type { Lab, Service } from "../lab.ts";
import { administrators } from "./administrators.ts";
import { alertRules } from "./alert-rules.ts";
import { catalogue } from "./catalogue.ts";
import { house } from "./house.ts";
import { machineMetrics } from "./machine-metrics.ts";
import { models } from "./models.ts";
import { tiles } from "./tiles.ts";
import { monitors, publicUrls, urlChecks } from "./urls.ts";

const TEXTS: Record<Derived, (lab: Lab, asker: Service) => string> = {
  administrators,
  "alert-rules": alertRules,
  catalogue,
  house,
  "machine-metrics": machineMetrics,
  models,
  monitors,
  "public-urls": publicUrls,
  tiles,
  "url-checks": urlChecks,
};

/** What a service is told of the whole lab, in the language of its own program. */
export function textOf(what: Derived, lab: Lab, asker: Service): string {
  return TEXTS[what](lab, asker);
}

export { alertsOf, OF_HOUSES } from "./alert-rules.ts";
export { filesIn } from "./folders.ts";
export { toldByMachines } from "./machine-metrics.ts";
