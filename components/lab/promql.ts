import { parser } from "@prometheus-io/lezer-promql";

/** The metrics that an expression of Prometheus' asks for; undefined where it is none. */
export function metricsIn(expression: string): string[] | undefined {
  const names = new Set<string>();
  let isSound = true;
  parser.parse(expression).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) isSound = false;
      // What is called like a function and is none is a name, too, with an error beside it.
      if (type.name === "Identifier" && node.parent?.name === "VectorSelector")
        names.add(expression.slice(from, to));
    },
  });
  return isSound ? [...names] : undefined;
}
