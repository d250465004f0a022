import type { Lab, Service } from "../lab/index.ts";
import { type Held, secretsOf } from "../secrets/index.ts";
import { broughtNode, type Health, reference, type Volume } from "../service/index.ts";
import { code } from "./markdown.ts";

/** Where it runs, in words. */
export function placeOf({ place }: Service): string {
  if ("machine" in place) return `${place.machine}, which nobody here manages`;
  if ("docker" in place) return `Docker on ${place.docker}${place.gpu ? ", with its card" : ""}`;
  const labels = Object.entries(place.labels ?? {}).map(([key, value]) => code(`${key}=${value}`));
  return [
    place.cluster,
    ...(place.node ? [`on ${place.node}`] : []),
    ...(labels.length > 0 ? [`on nodes with ${labels.join(", ")}`] : []),
    ...(place.gpu ? [counted(place.gpu.slices, "slice", "slices").concat(" of a card")] : []),
  ].join(", ");
}

/** What is installed: the image without its digest, which the file has. */
export function madeOf({ image, chart, program }: Service): string {
  if (chart) return `the chart ${code(chart.name)} ${chart.version} of ${chart.repository}`;
  const ours = program && `our own program [${program}](../../workloads/${program})`;
  if (ours && !broughtNode({ program, image })) return ours;
  if (!image) return "";
  const { digest, ...tagged } = image;
  const theirs = `${code(reference(tagged))}${digest ? ", pinned by its digest" : ""}`;
  return ours ? `${ours}, in ${theirs}` : theirs;
}

const START = {
  "on demand": "while somebody asks for it",
  "when there is room": "while nobody else needs its memory of the card",
};

export function howItRuns({ workload, scale, chart, start }: Service): string {
  if (chart) return "as its chart says";
  if (workload.kind === "cron") return `by the clock: ${code(workload.schedule)}`;
  if (workload.kind === "job") return "once";
  if (workload.kind === "daemon") return "on every node";
  if (start !== "always") return START[start];
  if (scale) return `${scale.min} to ${scale.max} copies, ${targetsOf(scale)}`;
  return counted(workload.replicas, "copy", "copies");
}

export function resourcesOf({ resources, chart }: Service): string {
  const all = chart ? Object.values(chart.pods).map((pods) => pods.resources) : resources ? [resources] : [];
  return all.map(({ cpu, memory }) => `${range(cpu)} CPU, ${range(memory)} of memory`).join("; ");
}

export function healthOf(health: Health | undefined): string {
  if (!health) return "";
  if ("ready" in health) return code(health.ready);
  return "command" in health
    ? `the command ${code(health.command.join(" "))}`
    : `its port ${health.opens} opens`;
}

export function volumeRow([path, volume]: [string, Volume]): string[] {
  const at = code(path);
  if (volume.kind === "share")
    return [at, `the share ${[volume.share, volume.folder].filter(Boolean).join("/")}`, "", readable(volume)];
  if (volume.kind === "engine") return [at, "the Docker engine of its host", "", ""];
  if (volume.kind === "scratch")
    return [at, volume.memory ? "room in memory" : "room for what may be lost", volume.size, ""];
  return [at, `a disk of its own${volume.class ? ` (${volume.class})` : ""}`, volume.size, volume.backup];
}

/** By name, and where each comes from; never more. */
export function secretRows(service: Service, { inventory }: Lab): string[][] {
  return Object.entries(secretsOf(service, inventory))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, held]) => [
      code(name),
      originOf(held),
      "every" in held && held.every ? `${held.every} days` : "",
    ]);
}

function originOf(held: Held): string {
  if ("fromConfig" in held) return `${code(held.fromConfig)} in the config`;
  if ("editsZone" in held) return `a token for the names of ${held.editsZone}`;
  if ("entersTunnelOf" in held) return `the tunnel of ${held.entersTunnelOf}`;
  return "generate" in held ? "generated" : "a password of the lab";
}

function targetsOf({ cpu, memory }: { cpu?: number | undefined; memory?: number | undefined }): string {
  return [...(cpu ? [`at ${cpu}% of CPU`] : []), ...(memory ? [`at ${memory}% of memory`] : [])].join(" or ");
}

function readable({ readOnly }: { readOnly: boolean }): string {
  return readOnly ? "read only; backed up where it lies" : "backed up where it lies";
}

function range({ request, limit }: { request: string; limit?: string | undefined }): string {
  return limit === undefined || request === limit ? request : `${request} to ${limit}`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
