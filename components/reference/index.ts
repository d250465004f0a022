export type { Document } from "./document.ts";
export { documentsOf, WRITTEN_FOLDERS } from "./documents.ts";
export { around, type Graph, graphOf, within } from "./graph.ts";
export { mermaidOf } from "./mermaid.ts";
export { svgOf } from "./picture.ts";
