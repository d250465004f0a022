import { instance } from "@viz-js/viz";
import { dotOf } from "./dot.ts";
import type { Graph } from "./graph.ts";

/** Drawn by Graphviz itself, compiled to WebAssembly: nothing has to be installed, and every machine draws the same. */
export async function svgOf(graph: Graph): Promise<string> {
  const graphviz = await instance();
  return graphviz.renderString(dotOf(graph), { format: "svg" });
}
