import type { Part } from "./part.ts";

/** Parts that need nothing, then those that need only these, and so on; in whatever order they were given. */
export function layersOf<P extends Pick<Part, "name" | "needs">>(parts: readonly P[]): P[][] {
  const layers: P[][] = [];
  const settled = new Set<string>();
  let rest = [...parts];
  while (rest.length > 0) {
    const layer = rest.filter(({ needs }) => needs.every((need) => settled.has(need)));
    if (layer.length === 0) throw new Error(`nobody can start these first: ${rest.map(({ name }) => name)}`);
    for (const { name } of layer) settled.add(name);
    layers.push(layer);
    rest = rest.filter((part) => !layer.includes(part));
  }
  return layers;
}
