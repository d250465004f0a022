import type { Rule } from "../rule.ts";
import { waiverRule } from "../waivers.ts";
import { accessRules } from "./cloudflare/access.ts";
import { tunnels } from "./cloudflare/tunnels.ts";
import { zones } from "./cloudflare/zones.ts";
import { confinement } from "./containers/confinement.ts";
import { images } from "./containers/images.ts";
import { leaks } from "./containers/leaks.ts";
import { machine } from "./containers/machine.ts";
import { secrets } from "./containers/secrets.ts";
import { telemetry } from "./containers/telemetry.ts";
import { dockerContainers } from "./docker/containers.ts";
import { access } from "./kubernetes/access.ts";
import { entrances } from "./kubernetes/entrances.ts";
import { network } from "./kubernetes/network.ts";
import { node } from "./kubernetes/node.ts";
import { probes } from "./kubernetes/probes.ts";
import { sizes } from "./kubernetes/sizes.ts";
import { workloads } from "./kubernetes/workloads.ts";
import { guests } from "./proxmox/guests.ts";
import { hypervisors } from "./proxmox/hypervisors.ts";
import { tailnet } from "./tailscale/tailnet.ts";

const topics: Rule[] = [
  ...confinement,
  ...images,
  ...machine,
  ...secrets,
  ...leaks,
  ...telemetry,
  ...node,
  ...sizes,
  ...probes,
  ...workloads,
  ...network,
  ...entrances,
  ...access,
  ...dockerContainers,
  ...tunnels,
  ...accessRules,
  ...zones,
  ...tailnet,
  ...guests,
  ...hypervisors,
];

/** Every rule of the lab. */
export const rules: Rule[] = [...topics, waiverRule(topics, () => new Date())];
