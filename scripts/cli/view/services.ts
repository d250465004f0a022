import { podKey } from "../data/pods.ts";
import { placeOf, type ServiceRecord } from "../data/service-record.ts";
import { type Column, table } from "../table.ts";
import { colours } from "../terminal.ts";

const columns = (pods: ReadonlyMap<string, string[]>): Column<ServiceRecord>[] => [
  { title: "service", cell: ({ name }) => name, paint: paintName },
  { title: "group", cell: ({ group }) => group, dispensable: 1, paint: (text) => colours.dim(text) },
  { title: "stack", cell: ({ stack }) => stack, dispensable: 6, paint: (text) => colours.dim(text) },
  { title: "where", cell: placeOf },
  { title: "runs on", cell: ({ stack, name }) => pods.get(podKey(stack, name))?.join(" ") ?? "" },
  { title: "lifecycle", cell: ({ lifecycle }) => lifecycle, dispensable: 3, paint: paintLifecycle },
  { title: "image", cell: shortImage, atLeast: 18, dispensable: 5 },
  { title: "memory", cell: memoryRange, dispensable: 4 },
  { title: "gpu", cell: ({ gpu }) => (gpu > 0 ? String(gpu) : ""), dispensable: 4 },
  { title: "needs", cell: ({ needs }) => needs.join(" "), atLeast: 12, dispensable: 2 },
  { title: "url", cell: nearestUrl, paint: (text) => colours.cyan(text) },
];

/** With the nodes on which their pods run, where that is known. */
export function servicesTable(
  services: ServiceRecord[],
  { pods = new Map(), width }: { pods?: ReadonlyMap<string, string[]>; width?: number } = {},
): string {
  return table(services, columns(pods), width);
}

/** The one that works from most chairs in the house, then from anywhere. */
function nearestUrl({ urls }: ServiceRecord): string {
  return urls.lan ?? urls.tailnet ?? urls.public ?? "";
}

function shortImage({ image, chart }: ServiceRecord): string {
  return image?.replace(/@.*/, "").split("/").at(-1) ?? chart ?? "";
}

function memoryRange({ memory }: ServiceRecord): string {
  if (!memory) return "";
  return memory.request === memory.limit ? memory.request : `${memory.request}..${memory.limit}`;
}

function paintName(text: string, { lifecycle }: ServiceRecord): string {
  return lifecycle === "archive" ? colours.dim(text) : colours.bold(text);
}

function paintLifecycle(text: string, { lifecycle }: ServiceRecord): string {
  if (lifecycle === "production") return colours.green(text);
  return lifecycle === "experimental" ? colours.yellow(text) : colours.dim(text);
}
