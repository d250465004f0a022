import { type Command, Option } from "commander";
import {
  around,
  type Graph,
  graphOf,
  mermaidOf,
  svgOf,
  within,
} from "../../../components/reference/index.ts";
import { labsOf } from "../data/stacks.ts";
import { exits, Stop } from "../exits.ts";
import { say } from "../log.ts";
import { proposal } from "../nearest.ts";

interface Options {
  stack?: string;
  service?: string;
  cluster?: string;
  format: "mermaid" | "svg";
}

export function register(program: Command): void {
  program
    .command("graph")
    .summary("who needs whom, as a picture: lab graph --format svg > lab.svg")
    .option("--stack <stack>", "only this stack")
    .option("--service <service>", "only what it stands on, and what would stop without it")
    .addOption(
      new Option("--cluster <cluster>", "only what runs there, and what that needs of others").conflicts(
        "service",
      ),
    )
    .addOption(
      new Option("--format <format>", "in which form").choices(["mermaid", "svg"]).default("mermaid"),
    )
    .action(draw);
}

async function draw({ stack, service, cluster, format }: Options): Promise<void> {
  const graph = partOf(graphOf(await labsOf(stack)), service, cluster);
  say((format === "svg" ? await svgOf(graph) : mermaidOf(graph)).trimEnd());
}

function partOf(graph: Graph, service: string | undefined, cluster: string | undefined): Graph {
  if (service !== undefined) {
    known(
      "service",
      service,
      graph.points.map(({ name }) => name),
    );
    return around(graph, service);
  }
  if (cluster === undefined) return graph;
  known(
    "cluster",
    cluster,
    graph.points.map(({ place }) => place),
  );
  return within(graph, cluster);
}

function known(option: string, value: string, values: string[]): void {
  if (values.includes(value)) return;
  const all = [...new Set(values)].sort();
  throw new Stop(`--${option} ${value} is nowhere in the picture; ${proposal(value, all)}`, exits.usage);
}
