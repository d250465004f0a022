import { isLive, type Lab, type Service } from "../lab/index.ts";

/** A service as a point of the picture. */
export interface Point {
  /** Of letters, digits and underscores: the same name may stand in two stacks. */
  id: string;
  name: string;
  about: string;
  group: string;
  /** The cluster, Docker host or machine that it runs on. */
  place: string;
  tried: boolean;
}

/** Who runs where, and who cannot work without whom: each line goes from the one that needs to the one that is needed. */
export interface Graph {
  points: Point[];
  needs: { from: string; to: string }[];
}

/** Everything that is deployed. What is archived runs nowhere, and is needed by nobody. */
export function graphOf(labs: Lab[]): Graph {
  const all = labs.flatMap((lab) =>
    lab.services
      .filter(isLive)
      .map((service) => ({ service, id: idOf(lab.name, service.name), lab: lab.name })),
  );
  return {
    points: all.map(({ service, id }) => pointOf(service, id)).sort(byId),
    needs: all
      .flatMap(({ service, id, lab }) => service.needs.map((need) => ({ from: id, to: idOf(lab, need) })))
      .sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to)),
  };
}

/** What a service stands on, down to the last, and what would stop without it. */
export function around(graph: Graph, name: string): Graph {
  const named = graph.points.filter((each) => each.name === name).map(({ id }) => id);
  return among(
    graph,
    new Set([...reached(named, graph, "from", "to"), ...reached(named, graph, "to", "from")]),
  );
}

/** What runs in one place, and what that needs of others. */
export function within(graph: Graph, place: string): Graph {
  const inside = new Set(graph.points.filter((each) => each.place === place).map(({ id }) => id));
  const needed = graph.needs.filter(({ from }) => inside.has(from)).map(({ to }) => to);
  const { points, needs } = among(graph, new Set([...inside, ...needed]));
  return { points, needs: needs.filter(({ from }) => inside.has(from)) };
}

/** In the order of the alphabet of ASCII, which is the same on every machine. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function among({ points, needs }: Graph, ids: ReadonlySet<string>): Graph {
  return {
    points: points.filter(({ id }) => ids.has(id)),
    needs: needs.filter(({ from, to }) => ids.has(from) && ids.has(to)),
  };
}

function reached(start: string[], { needs }: Graph, here: "from" | "to", there: "from" | "to"): Set<string> {
  const found = new Set(start);
  // A set is walked to its end even while it grows.
  for (const id of found) for (const line of needs) if (line[here] === id) found.add(line[there]);
  return found;
}

function pointOf({ name, about, group, place, lifecycle }: Service, id: string): Point {
  return { id, name, about, group, place: placeNameOf(place), tried: lifecycle === "experimental" };
}

export function placeNameOf(place: Service["place"]): string {
  if ("cluster" in place) return place.cluster;
  return "docker" in place ? place.docker : place.machine;
}

function idOf(stack: string, name: string): string {
  return `${stack}_${name}`.replaceAll("-", "_");
}

function byId(a: Point, b: Point): number {
  return compare(a.id, b.id);
}
