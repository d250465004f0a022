import type { Resource } from "../resource.ts";
import { scopes } from "../scope.ts";
import type { Stack } from "../stack.ts";
import { misses, type Selector } from "./labels.ts";
import { kindOf, templateOf } from "./pod.ts";

/** One namespace of one cluster: the same names exist in others. */
export function placeOf({ props, provider }: Resource): string {
  return `${provider?.name}/${props.metadata?.namespace ?? "default"}`;
}

/** The resources of a kind, by where they are. */
export function byPlace(resources: Resource[]): Map<string, Resource[]> {
  const places = new Map<string, Resource[]>();
  for (const each of resources) places.set(placeOf(each), [...(places.get(placeOf(each)) ?? []), each]);
  return places;
}

/** What a selector finds where the resource is that has it. */
export class Neighbours {
  readonly #workloads: Map<string, Resource[]>;
  readonly #made: Set<string>;

  constructor(stack: Stack) {
    this.#workloads = byPlace(stack.of(scopes.pods));
    this.#made = new Set(stack.resources.filter(makesUnseen).map(releasePlace));
  }

  /** Also where a chart or an operator makes pods that no declaration shows. */
  chosenBy(selector: Selector, on: Resource): boolean {
    const own = this.#workloads.get(placeOf(on)) ?? [];
    return own.some((each) => misses(selector, templateOf(each)?.metadata?.labels).length === 0);
  }

  hasUnseen(on: Resource): boolean {
    return this.#made.has(placeOf(on));
  }
}

function makesUnseen(resource: Resource): boolean {
  return /^kubernetes:helm\.sh\//.test(resource.type) || kindOf(resource) === "HelmChart";
}

function releasePlace({ props, provider }: Resource): string {
  return `${provider?.name}/${props.namespace ?? props.metadata?.namespace ?? "default"}`;
}
