import type { Resource } from "./resource.ts";
import type { Scope } from "./scope.ts";

/** All that one preview makes, for rules that a single resource cannot answer. */
export class Stack {
  readonly resources: readonly Resource[];
  readonly #found = new Map<Scope, Resource[]>();

  constructor(resources: readonly Resource[]) {
    this.resources = resources;
  }

  of(scope: Scope): Resource[] {
    const found = this.#found.get(scope) ?? this.resources.filter(({ type }) => scope.has(type));
    this.#found.set(scope, found);
    return found;
  }
}
