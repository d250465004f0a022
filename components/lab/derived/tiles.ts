import { stringify } from "yaml";
import { isLive, type Lab, type Service, type Urls } from "../lab.ts";

/** In an order in which one prefers to come: a page of the house is opened in the house. */
const REACHES: (keyof Urls)[] = ["lan", "tailnet", "public"];

/** Homepage's `services.yaml`: a tile for everything that people can open, by group, and where it sees whether that runs. */
export function tiles(lab: Lab, asker: Service): string {
  const shown = [...lab.services, ...lab.neighbours].filter(
    (each) => isLive(each) && each.name !== asker.name && hrefOf(each),
  );
  const groups = [...new Set(shown.map(({ group }) => group))].sort();
  const inGroup = (group: string) => shown.filter((each) => each.group === group).toSorted(byName);
  return stringify(
    groups.map((group) => ({
      [group]: inGroup(group).map((each) => ({ [each.name]: tileOf(each, asker) })),
    })),
    { lineWidth: 0 },
  );
}

function tileOf(service: Service, asker: Service) {
  const { name, about, expose } = service;
  return {
    icon: expose.icon ?? name,
    href: hrefOf(service),
    description: about,
    ...podsOf(service, asker),
  };
}

/** It asks the Kubernetes API of its own cluster, and that knows no other. */
function podsOf({ name, namespace, chart, place }: Service, asker: Service) {
  const isNear = "cluster" in place && "cluster" in asker.place && place.cluster === asker.place.cluster;
  if (!isNear) return {};
  // The pods of a chart have the namespace to themselves, and labels that it chooses: an empty selector means all of them.
  return { namespace, app: name, ...(chart && !chart.labelsAt && { podSelector: "" }) };
}

function hrefOf({ urls }: Service): string | undefined {
  const reach = REACHES.find((each) => urls[each]);
  return reach && urls[reach];
}

function byName(a: Service, b: Service): number {
  return a.name < b.name ? -1 : 1;
}
