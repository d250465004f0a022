import { coloursOf } from "./colours.ts";
import { compare, type Graph, type Point } from "./graph.ts";

/** How many of those that need nobody, and nobody needs, stand side by side. */
const ABREAST = 4;

/** The picture in the language of Graphviz: a box for each place, and in it a smaller one for those that stand alone. */
export function dotOf(graph: Graph): string {
  const { points, needs } = graph;
  const colours = coloursOf(points.map(({ group }) => group));
  const joined = new Set(needs.flatMap(({ from, to }) => [from, to]));
  const placeOf = new Map(points.map(({ id, place }) => [id, place]));
  return [
    "digraph lab {",
    ...FRAME,
    ...[...new Set(placeOf.values())].sort(compare).flatMap((place) => {
      const here = points.filter((each) => each.place === place);
      return box(place, [
        ...here.map((each) => node(each, colours.get(each.group) ?? "white")),
        ...apart(
          place,
          here.filter(({ id }) => !joined.has(id)),
        ),
      ]);
    }),
    ...needs.map(({ from, to }) => `${from} -> ${to}${placeOf.get(from) === placeOf.get(to) ? "" : FAR};`),
    ...legend(colours),
    "}",
    "",
  ].join("\n");
}

const FRAME = [
  'graph [rankdir=LR, fontname="Helvetica", fontsize=18, bgcolor="white", pad=0.3, nodesep=0.1, ranksep=0.8,',
  '  style="rounded,filled", color="#c8ccd2", fillcolor="#f7f8fa", labeljust=l];',
  'node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=12, color="#8a929c", height=0.3,',
  '  margin="0.12,0.04", penwidth=0.8];',
  'edge [color="#8d97a3", arrowsize=0.6, penwidth=0.9];',
];

/** A way that leaves its place: it can be cut. */
const FAR = ' [style=dashed, color="#5b7fb8"]';

function box(place: string, inside: string[]): string[] {
  return [`subgraph ${quoted(`cluster_${place}`)} {`, `label=${quoted(place)}; margin=16;`, ...inside, "}"];
}

function node({ id, name, about, group, tried }: Point, colour: string): string {
  const style = tried ? ', style="rounded,filled,dashed"' : "";
  return `${id} [label=${quoted(name)}, tooltip=${quoted(`${about} (${group})`)}, fillcolor=${quoted(colour)}${style}];`;
}

/** Side by side by lines that nobody sees: each of them would else lengthen one column. */
function apart(place: string, alone: Point[]): string[] {
  const ids = alone.toSorted((a, b) => compare(a.group, b.group)).map(({ id }) => id);
  if (ids.length === 0) return [];
  return [
    `subgraph ${quoted(`cluster_alone_${place}`)} {`,
    'label="on their own"; fontsize=11; fontcolor="#6b7480"; margin=10; color="#e3e6ea"; fillcolor="white";',
    ...ids.map((id, at) => {
      const next = ids[at + 1];
      return next && (at + 1) % ABREAST > 0 ? `${id} -> ${next} [style=invis];` : `${id};`;
    }),
    "}",
  ];
}

function legend(colours: ReadonlyMap<string, string>): string[] {
  const groups = [...colours].map(([group, colour]) => `<td bgcolor="${colour}">${group}</td>`);
  const table = `<table border="0" cellborder="0" cellspacing="6" cellpadding="6"><tr>${groups.join("")}</tr></table>`;
  return [`labelloc=t; fontsize=13; label=<${table}>;`];
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
