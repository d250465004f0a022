import { type Handlers, PveError, parsePropertyString, type Section, sections } from "../api/index.ts";
import type { Datacenter } from "../datacenter.ts";

type Sort = "pci" | "usb" | "dir";

const sorts: Record<Sort, string> = { pci: "PCI", usb: "USB", dir: "directory" };

export function mappingNamed(sort: Sort, id: string, datacenter: Datacenter): Section | undefined {
  return datacenter.collection<Section>(`mapping-${sort}`).get(id);
}

/** Devices of the nodes under one name, so that what uses them need not know on which node it runs. */
export const mappingHandlers: Handlers = Object.assign(
  { "GET /cluster/mapping": () => Object.keys(sorts).map((name) => ({ name })) },
  ...(Object.keys(sorts) as Sort[]).map((sort) => {
    const path = `/cluster/mapping/${sort}`;
    const handled = sections({
      path,
      key: "id",
      collection: `mapping-${sort}`,
      missing: (id) => `${sorts[sort]} mapping '${id}' does not exist`,
      existing: (id) => `${sorts[sort]} ID '${id}' already defined`,
      check(section, { datacenter }) {
        for (const text of Array.isArray(section.map) ? section.map : [])
          checkEntry(parsePropertyString(text), datacenter);
        return { ...section, type: sort };
      },
    });
    return {
      ...handled,
      [`GET ${path}`]: (call: Parameters<NonNullable<(typeof handled)[string]>>[0]) => {
        const node = call.parameters["check-node"];
        const all = handled[`GET ${path}`]?.(call) as Section[];
        if (node === undefined) return all;
        const name = sort === "usb" ? "errors" : "checks";
        return all.map((section) => ({
          ...section,
          [name]: complaintsOf(sort, section, String(node), call.datacenter),
        }));
      },
    };
  }),
);

function checkEntry(entry: Record<string, string>, datacenter: Datacenter): void {
  if (entry.node === undefined)
    throw new PveError("Parameter verification failed.", 400, {
      map: "node: property is missing and it is not optional",
    });
  datacenter.node(entry.node);
}

/** What of a mapping does not fit the node as it is now. */
function complaintsOf(sort: Sort, { map }: Section, node: string, datacenter: Datacenter) {
  const here = (Array.isArray(map) ? map : [])
    .map((text) => parsePropertyString(text))
    .filter((entry) => entry.node === node);
  if (here.length === 0) return [{ severity: "warning", message: `No mapping for node ${node}` }];
  const { pci, usb } = datacenter.node(node);
  return here.flatMap(({ path = "", id = "" }) => {
    const isThere =
      sort === "dir" ||
      (sort === "pci"
        ? path
            .split(";")
            .every((each) => pci.some((device) => device.id === each || device.id.startsWith(`${each}.`)))
        : usb.some(({ vendor, product }) => `${vendor}:${product}` === id));
    return isThere
      ? []
      : [
          {
            severity: "error",
            message: `Invalid configuration: ${sorts[sort]} device '${path || id}' not found`,
          },
        ];
  });
}
