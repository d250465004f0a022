import type { House, HouseService } from "./house.ts";

export type State = "up" | "down" | "resting" | "unknown";

/** What was seen of one thing, by itself. */
export interface Seen {
  state: "up" | "down" | "unknown";
  /** A sentence, unless it is up. */
  why?: string;
  /** How long its answer took. */
  ms?: number;
}

export interface Judged {
  name: string;
  state: State;
  why?: string;
  ms?: number;
  /** What is to be mended first: machines and services that nothing explains. */
  because: string[];
  /** What it is up without. */
  lacks: string[];
}

export interface Verdict {
  services: Judged[];
  machines: Judged[];
}

/** Of everything that was seen, what follows from what: whoever is down because the NAS is needs no mending. */
export function judge(
  house: House,
  seen: { services: Map<string, Seen>; machines: Map<string, Seen> },
): Verdict {
  const services = new Map(house.services.map((each) => [each.name, each]));
  const stateOf = (name: string) => seen.services.get(name)?.state ?? "unknown";
  const machines = new Map(
    house.machines.map(({ name }) => [name, seen.machines.get(name) ?? inferred(name, house, stateOf)]),
  );
  const isGone = (machine: string) => machines.get(machine)?.state === "down";

  const stands = (service: HouseService): string[] => {
    const { machines: on, stores } = service;
    const nowhere = on.length > 0 && on.every(isGone) ? on : [];
    return [...nowhere, ...stores.filter(isGone)];
  };
  const roots = (service: HouseService, path: readonly string[]): string[] => {
    const needs = service.needs.flatMap((name) => {
      const need = services.get(name);
      // A house that needs itself in a circle is the file's fault, and still has to be told of.
      if (!need || stateOf(name) !== "down" || path.includes(name)) return [];
      const deeper = roots(need, [...path, name]);
      return deeper.length > 0 ? deeper : [name];
    });
    return [...new Set([...stands(service), ...needs])];
  };

  const mayRest = new Set(house.machines.filter((each) => each.mayRest).map(({ name }) => name));
  return {
    services: house.services.map((service) => {
      const { state, ...told } = seen.services.get(service.name) ?? { state: "unknown" as const };
      const isDown = state === "down";
      return {
        name: service.name,
        ...told,
        state: isDown && rests(service, mayRest) ? "resting" : state,
        because: isDown ? roots(service, [service.name]) : [],
        lacks:
          state === "up"
            ? [...service.needs.filter((name) => stateOf(name) === "down"), ...service.stores.filter(isGone)]
            : [],
      };
    }),
    machines: house.machines.map(({ name }) => {
      const { state, ...told } = machines.get(name) ?? { state: "unknown" as const };
      return {
        name,
        ...told,
        state: state === "down" && mayRest.has(name) ? "resting" : state,
        because: [],
        lacks: [],
      };
    }),
  };
}

function rests({ mayRest, machines }: HouseService, resting: ReadonlySet<string>): boolean {
  return mayRest || (machines.length > 0 && machines.every((name) => resting.has(name)));
}

/** Nobody looks at it, but at what stands on it alone: where all of that is down, and it is more than one, the machine is. */
function inferred(name: string, { services }: House, stateOf: (name: string) => Seen["state"]): Seen {
  const alone = services.filter(({ machines }) => machines.length === 1 && machines[0] === name);
  const states = alone.map((each) => stateOf(each.name)).filter((state) => state !== "unknown");
  if (states.includes("up")) return { state: "up" };
  if (states.length < 2) return { state: "unknown", why: "nothing is seen of it" };
  return { state: "down", why: `all ${states.length} services that stand on it are down` };
}

/** As somebody would say it: "jellyfin is down because nas is". */
export function sentence({ name, state, because, lacks, why }: Judged): string {
  if (state === "up") return lacks.length > 0 ? `${name} is up without ${listed(lacks)}` : `${name} is up`;
  if (state === "unknown") return `nobody knows how ${name} is${why ? `: ${why}` : ""}`;
  const is = state === "resting" ? "rests" : "is down";
  if (because.length > 0)
    return `${name} ${is} because ${listed(because)} ${because.length > 1 ? "are" : "is"}`;
  return why ? `${name} ${is}: ${why}` : `${name} ${is}`;
}

function listed(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "");
}
