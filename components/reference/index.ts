export { around, type Graph, graphOf, within } from "./graph.ts";
export { mermaidOf } from "./mermaid.ts";
export { svgOf } from "./picture.ts";
