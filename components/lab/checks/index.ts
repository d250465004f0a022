import type { Problem } from "../../refusal.ts";
import { castOf } from "../cast.ts";
import { isLive, type Lab } from "../lab.ts";
import { checkAlerts } from "./alerts.ts";
import { checkBackups } from "./backups.ts";
import { checkCapacity } from "./capacity.ts";
import { checkCardMemory } from "./card-memory.ts";
import { checkContainers } from "./containers.ts";
import { checkDiskBudgets } from "./disk-budget.ts";
import { checkExposure } from "./exposure.ts";
import { checkFiles } from "./files.ts";
import { checkGitops } from "./gitops.ts";
import { checkGpus } from "./gpu.ts";
import { checkGuard } from "./guards.ts";
import { checkHostNames } from "./hostnames.ts";
import { checkIngress } from "./ingress.ts";
import { checkNames } from "./names.ts";
import { checkNeeds } from "./needs.ts";
import { checkPlace } from "./place.ts";
import { checkPorts } from "./ports.ts";
import { checkPrivacy } from "./privacy.ts";
import { checkProvided } from "./provided.ts";
import { checkQuotas } from "./quotas.ts";
import { checkReferences } from "./references.ts";
import { checkSecrets } from "./secrets.ts";
import { checkSignIn } from "./sign-in.ts";
import { checkStarts } from "./starts.ts";
import { checkTailnetUse } from "./tailnet.ts";
import { checkTunnels } from "./tunnels.ts";
import { checkVolumes } from "./volumes.ts";
import { checkWaivers } from "./waivers.ts";
import { checkWorkload } from "./workload.ts";

const OF_EACH = [
  checkWorkload,
  checkContainers,
  checkVolumes,
  checkFiles,
  checkExposure,
  checkGuard,
  checkReferences,
  checkSignIn,
  checkPrivacy,
];
const OF_PODS = [checkGpus, checkCardMemory, checkCapacity, checkQuotas];
const OF_ALL = [
  checkAlerts,
  checkBackups,
  checkProvided,
  checkStarts,
  checkGitops,
  checkDiskBudgets,
  checkPorts,
  checkHostNames,
  checkTunnels,
  checkIngress,
  checkTailnetUse,
];

/**
 * Everything that relates a service to the lab around it. A service that stands nowhere is told so, and left out
 * of the rest: it would otherwise be short of memory, of a route and of an address as well.
 */
export function checkServices(lab: Lab, today: Date): Problem[] {
  // Two services of one name clash in everything else too, and a copied file is told first that it is a copy.
  const names = checkNames(lab);
  if (names.length > 0) return names;

  const live = lab.services.filter(isLive);
  const misplaced = new Map(live.map((each) => [each, checkPlace(each, lab)]));
  const placed = live.filter((each) => misplaced.get(each)?.length === 0);
  const sound = { ...lab, services: placed };
  const cast = { ...lab, services: placed.flatMap(castOf) };
  return [
    ...[...misplaced.values()].flat(),
    ...placed.flatMap((each) => OF_EACH.flatMap((check) => check(each, lab))),
    ...OF_PODS.flatMap((check) => check(cast)),
    ...OF_ALL.flatMap((check) => check(sound)),
    ...checkNeeds(sound, lab),
    ...checkSecrets(lab),
    ...checkWaivers(live, lab, today),
  ];
}
