import { sharesOf } from "../../inventory/index.ts";
import { suggestion } from "../../nearest.ts";
import type { Problem } from "../../refusal.ts";
import { broughtNode, NODE_FOLDER, PROGRAM_FOLDER, type Volume } from "../../service/index.ts";
import { claimsOf } from "../claims.ts";
import { possibleHosts } from "../hosts.ts";
import type { Lab, Service } from "../lab.ts";
import { addressOf } from "../route.ts";
import { problem } from "./problem.ts";

/** What is mounted exists, can be written by as many as write it, and hides nothing else. */
export function checkVolumes(service: Service, lab: Lab): Problem[] {
  return [
    ...Object.entries(service.volumes).flatMap(([path, volume]) => [
      ...unknownShare(service, path, volume, lab),
      ...unknownClass(service, path, volume, lab),
      ...manyWriters(service, path, volume),
      ...noEngine(service, path, volume),
    ]),
    ...pinned(service, lab),
    ...samePath(service),
  ];
}

function unknownShare(service: Service, path: string, volume: Volume, { inventory }: Lab): Problem[] {
  if (volume.kind !== "share") return [];
  const known = Object.keys(sharesOf(inventory));
  if (known.includes(volume.share)) return unreachableServer(service, path, volume.share, inventory);
  return [
    problem(service, {
      what: `${service.name} mounts ${volume.share} at ${path}, which no machine shares.`,
      facts: [`shared: ${known.join(", ")}`],
      fix: suggestion(volume.share, known),
    }),
  ];
}

function unreachableServer(
  service: Service,
  path: string,
  share: string,
  inventory: Lab["inventory"],
): Problem[] {
  const [server = ""] = share.split("/");
  if (addressOf(server, service.place, inventory)) return [];
  return [
    problem(service, {
      what: `${service.name} mounts ${share} at ${path}, and no network joins it to ${server}.`,
      fix: `write \`tailnet\` or \`lan\` on ${server} in the inventory, or place ${service.name} at its site`,
    }),
  ];
}

function unknownClass(service: Service, path: string, volume: Volume, { inventory }: Lab): Problem[] {
  if (volume.kind !== "claim" || !volume.class) return [];
  const { place } = service;
  const own = "cluster" in place ? inventory.clusters[place.cluster]?.storageClass : undefined;
  // k3s brings local-path along, whatever else a cluster has.
  const known = own ? [...new Set(["local-path", own])] : [];
  if (known.includes(volume.class)) return [];
  return [
    problem(service, {
      what: `${service.name} claims disk of class ${volume.class} at ${path}, which its ${own ? "cluster" : "Docker host"} does not have.`,
      facts: known.length > 0 ? [`classes: ${known.join(", ")}`] : [],
      fix: "remove the class: the disk is then of the usual one",
    }),
  ];
}

/** A claim has one writer. A second copy would wait for the disk for ever, or corrupt it. */
function manyWriters(service: Service, path: string, volume: Volume): Problem[] {
  const { name, workload, scale } = service;
  const many =
    workload.kind === "daemon" ||
    (workload.kind === "deployment" && (workload.replicas > 1 || scale !== undefined));
  if (volume.kind !== "claim" || !many) return [];
  return [
    problem(service, {
      what: `${name} runs more than once, and its copies share the disk at ${path}, which only one may write.`,
      fix:
        workload.kind === "daemon"
          ? "mount a share, or scratch space"
          : 'write workload: { kind: "stateful", replicas: ... } so that each copy has a disk of its own, or run one',
    }),
  ];
}

/** Whoever commands an engine is root on its machine: that is said aloud, and only where there is one. */
function noEngine(service: Service, path: string, volume: Volume): Problem[] {
  if (volume.kind !== "engine") return [];
  const { name, place, waive } = service;
  if (!("docker" in place))
    return [
      problem(service, {
        what: `${name} mounts the Docker engine at ${path}, and is on no Docker host.`,
        fix: "place it by { docker: ... }, or ask the API of its cluster: permissions",
      }),
    ];
  if (waive["runtime-socket"]) return [];
  return [
    problem(service, {
      what: `${name} mounts the Docker engine at ${path}, by which it commands its whole machine, and does not say why.`,
      fix: 'waive runtime-socket with the reason: waive: { "runtime-socket": { because: "...", until: "..." } }',
    }),
  ];
}

/** Local disk is made on the node where its pod first ran, and the pod can never leave it again. */
function pinned(service: Service, { inventory }: Lab): Problem[] {
  const hosts = possibleHosts(service, inventory).map(({ name }) => name);
  if (hosts.length < 2) return [];
  return claimsOf(service, inventory)
    .filter(({ class: kind, backup }) => kind === "local-path" && backup !== "never")
    .map(({ path, size }) =>
      problem(service, {
        what: `${service.name} keeps ${size} on the disk of one node (${path}), and may be placed on ${hosts.join(" or ")}: wherever it runs first, it stays.`,
        fix: `name its node (node: "${hosts[0]}"), or say that what it keeps may be lost (backup: "never")`,
      }),
    );
}

function samePath(service: Service): Problem[] {
  const seen = new Map<string, string>();
  const own = [...(service.program ? [PROGRAM_FOLDER] : []), ...(broughtNode(service) ? [NODE_FOLDER] : [])];
  return [...own, ...Object.keys(service.volumes), ...Object.keys(service.files)].flatMap((path) => {
    const key = path.replace(/\/+$/, "");
    const other = seen.get(key);
    seen.set(key, other ?? path);
    if (other === undefined) return [];
    return [
      problem(service, {
        what: `${service.name} mounts two things at ${key}.`,
        fix: "give one of them another path: the later would hide the other",
      }),
    ];
  });
}
