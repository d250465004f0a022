import type { Lab, Service } from "../../components/lab/index.ts";
import type { Placement } from "../placement/index.ts";
import type { Loss } from "./outage.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { addressesOf, type ServiceFate } from "./report.ts";

type Own = Omit<ServiceFate, "dark">;
type Bare = Omit<Own, "fate">;

/** What becomes of every service: of itself first, and then of those that cannot work without it. */
export function fatesOf(labs: readonly Lab[], rehearsals: readonly Rehearsal[], loss: Loss): ServiceFate[] {
  return labs.flatMap((lab) => {
    const known = new Map<string, ServiceFate>();
    // Needs come first in a lab: whoever stands idle is found in one pass.
    for (const service of lab.services) {
      const own = ownFate(service, lab, rehearsals, loss);
      const missing = service.needs.find((name) => isDown(known.get(name)));
      const fate: Own =
        missing && !isDown(own) ? { ...own, fate: "stands idle", reason: `without ${missing}` } : own;
      known.set(service.name, { ...fate, dark: darkOf(service, fate, loss) });
    }
    return [...known.values()];
  });
}

function ownFate(service: Service, lab: Lab, rehearsals: readonly Rehearsal[], loss: Loss): Own {
  const bare = { service: service.name, stack: lab.name, from: [], to: [], reason: "", disks: [] };
  const own =
    "cluster" in service.place
      ? onCluster(service, bare, rehearsals, loss)
      : onMachine(service.place, bare, loss);
  const server = missingServer(service, loss);
  if (isDown(own)) return own;
  if (server) return { ...own, fate: "lost", reason: `its files are on ${server}` };
  return loss.internet ? { ...own, ...withoutInternet(service) } : own;
}

function onMachine(place: Exclude<Service["place"], { cluster: string }>, bare: Bare, loss: Loss): Own {
  const machine = "docker" in place ? place.docker : place.machine;
  const here = { ...bare, from: [machine] };
  if (loss.machines.has(machine)) return { ...here, fate: "lost", reason: `${machine} is away` };
  if (loss.cards.has(machine) && ("machine" in place || place.gpu))
    return { ...here, fate: "lost", reason: `the GPU of ${machine} is away` };
  return { ...here, to: [machine], fate: "goes on" };
}

function onCluster(service: Service, bare: Bare, rehearsals: readonly Rehearsal[], loss: Loss): Own {
  const rehearsal = rehearsals.find(
    ({ cluster }) => "cluster" in service.place && service.place.cluster === cluster,
  );
  const mine = ({ pod }: Placement) => pod.service === service.name;
  const before = rehearsal?.before.filter(mine) ?? [];
  const after = rehearsal?.after.filter(mine) ?? [];
  const from = nodesIn(before);
  const to = nodesIn(after);
  const disks = before
    .filter(({ node }) => node !== undefined && loss.machines.has(node))
    .flatMap(({ pod }) => pod.claims.filter((claim) => claim.class === "local-path"))
    .map(({ name, size }) => ({ name, size, backup: backupOf(service) }));
  const told = { ...bare, from, to, disks };
  // A copy of every node goes with its node; with the last of them, so does the service.
  if (from.length > 0 && after.length === 0)
    return { ...told, fate: "lost", reason: `it ran on ${from.join(", ")} only` };
  const homeless = after.find(({ node }) => node === undefined);
  const moved = after.some(({ pod, node }) => node !== before.find((each) => each.pod === pod)?.node);
  if (!homeless) return { ...told, fate: moved ? "moves" : "goes on", reason: "" };
  if (homeless.reason) return { ...told, fate: "waits", reason: homeless.reason };
  return { ...told, fate: "lost", reason: "no server of its cluster is left to start it anew" };
}

/** Whoever runs goes on, and does less; each is thought to start anew while it is away, which some cannot. */
function withoutInternet({ reach: { internet } }: Service): Partial<Own> {
  if (!internet) return {};
  return internet.toStart
    ? { fate: "waits", reason: `begins only with the internet: ${internet.for}` }
    : { reason: `without ${internet.for}` };
}

/** A file server that is away, and of which it has something mounted. */
function missingServer({ volumes }: Service, { machines }: Loss): string | undefined {
  const servers = Object.values(volumes).flatMap((volume) =>
    volume.kind === "share" ? [volume.share.split("/")[0] ?? ""] : [],
  );
  return servers.find((name) => machines.has(name));
}

function backupOf({ volumes }: Service): string {
  const rhythms = Object.values(volumes).flatMap((volume) =>
    volume.kind === "claim" ? [volume.backup] : [],
  );
  return [...new Set(rhythms)].join(", ");
}

function darkOf(service: Service, { fate }: Own, { internet }: Loss): string[] {
  if (fate === "goes on" || fate === "moves") return internet ? addressesOf(service, ["public"]) : [];
  return addressesOf(service, ["lan", "tailnet", "public"]);
}

function isDown(fate: Pick<Own, "fate"> | undefined): boolean {
  return fate !== undefined && fate.fate !== "goes on" && fate.fate !== "moves";
}

function nodesIn(placements: readonly Placement[]): string[] {
  return [...new Set(placements.flatMap(({ node }) => node ?? []))];
}
