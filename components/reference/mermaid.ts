import { compare, type Graph } from "./graph.ts";

/** The picture in the language that GitHub, Forgejo and many editors draw by themselves. */
export function mermaidOf({ points, needs }: Graph): string {
  const places = [...new Set(points.map(({ place }) => place))].sort(compare);
  return [
    "flowchart LR",
    ...places.flatMap((place) => [
      `  subgraph in_${place.replaceAll("-", "_")}["${place}"]`,
      ...points.filter((each) => each.place === place).map(({ id, name }) => `    ${id}["${name}"]`),
      "  end",
    ]),
    ...needs.map(({ from, to }) => `  ${from} --> ${to}`),
    "",
  ].join("\n");
}
