import type { Lab, Service, Urls } from "../../../components/lab/index.ts";
import { reference } from "../../../components/service/index.ts";

/** What `--json` says of a service. Scripts read it: a key may be added, never renamed. */
export interface ServiceRecord {
  name: string;
  about: string;
  group: string;
  lifecycle: Service["lifecycle"];
  stack: string;
  cluster: string | null;
  /** The machine that it is bound to: a node of its cluster, a Docker host, or where it stands by itself. */
  node: string | null;
  image: string | null;
  /** What Helm installs in the place of an image. */
  chart: string | null;
  ports: Record<string, number>;
  /** Slices of a card; a whole one counts as one. */
  gpu: number;
  memory: { request: string; limit: string } | null;
  volumes: Record<string, string>;
  needs: string[];
  urls: Urls;
  /** Who may enter by the public URL. */
  access: string | null;
  file: string;
}

export function serviceRecords({ name: stack, services }: Lab): ServiceRecord[] {
  return services
    .map((service) => recordOf(stack, service))
    .sort((a, b) => a.group.localeCompare(b.group) || a.name.localeCompare(b.name));
}

/** In a few characters, where it runs. */
export function placeOf({ cluster, node }: ServiceRecord): string {
  return [cluster, node].filter(Boolean).join("/");
}

function recordOf(stack: string, service: Service): ServiceRecord {
  const { name, about, group, lifecycle, image, chart, needs, urls, file, expose, resources } = service;
  return {
    name,
    about,
    group,
    lifecycle,
    stack,
    ...whereabouts(service),
    image: image ? reference(image) : null,
    chart: chart ? `${chart.name} ${chart.version}` : null,
    ports: mapValues(service.ports, (port) => port.number),
    memory: resources?.memory ?? null,
    volumes: mapValues(service.volumes, describeVolume),
    needs,
    urls,
    access: expose.public?.access ?? null,
    file,
  };
}

function whereabouts({ place }: Service): Pick<ServiceRecord, "cluster" | "node" | "gpu"> {
  if ("docker" in place) return { cluster: null, node: place.docker, gpu: place.gpu ? 1 : 0 };
  if ("machine" in place) return { cluster: null, node: place.machine, gpu: 0 };
  return { cluster: place.cluster, node: place.node ?? null, gpu: place.gpu?.slices ?? 0 };
}

function describeVolume(volume: Service["volumes"][string]): string {
  if (volume.kind === "share") return `${volume.share}${volume.readOnly ? " (read-only)" : ""}`;
  return "size" in volume ? `${volume.kind} ${volume.size}` : volume.kind;
}

function mapValues<In, Out>(object: Record<string, In>, turn: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, turn(value)]));
}
