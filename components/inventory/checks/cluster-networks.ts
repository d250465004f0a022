import { overlap } from "../../units/index.ts";
import type { Inventory } from "../inventory.ts";
import type { Finding } from "./finding.ts";

interface Range {
  name: string;
  cidr: string;
  /** Of a cluster: these must stay apart from all others. */
  own: boolean;
}

/** An address means one thing: whoever is in the tailnet can reach every cluster, and every house. */
export function checkClusterNetworks(inventory: Inventory): Finding[] {
  const ranges = rangesOf(inventory);
  return ranges.flatMap((one, at) =>
    ranges
      .slice(at + 1)
      .filter((other) => one.own && overlap(one.cidr, other.cidr))
      .map((other) => ({
        what: `${one.name} are ${one.cidr}, which overlaps ${other.cidr}, ${other.name}.`,
        fix: "give the cluster a range of its own, as 10.48.0.0/16, before it is made: k3s cannot change it later",
      })),
  );
}

export function rangesOf({ clusters, sites, tailnet }: Inventory): Range[] {
  return [
    ...Object.entries(clusters).flatMap(([name, { pods, services }]) => [
      { name: `the pods of cluster ${name}`, cidr: pods, own: true },
      { name: `the services of cluster ${name}`, cidr: services, own: true },
    ]),
    ...Object.entries(sites).flatMap(([site, { networks }]) =>
      Object.entries(networks).map(([name, { cidr }]) => ({
        name: `the network ${site}/${name}`,
        cidr,
        own: false,
      })),
    ),
    { name: "the tailnet", cidr: tailnet.cidr, own: false },
  ];
}
