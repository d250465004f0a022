import type { WholeHouse } from "../api/index.ts";

type Thing = WholeHouse["machines"][number];

/** Something that is to be mended, and whom that would help. */
export interface Problem {
  cause: Thing;
  down: string[];
  without: string[];
}

/** What explains most first. Whoever is down for another's sake is told of there, and not again. */
export function problemsOf({ services, machines }: WholeHouse): Problem[] {
  const problems = [...machines, ...services]
    .filter(({ state }) => state === "down" || state === "resting")
    .map((cause) => ({
      cause,
      down: services
        .filter(({ state, because }) => state === "down" && because.includes(cause.name))
        .map(nameOf),
      without: services.filter(({ lacks }) => lacks.includes(cause.name)).map(nameOf),
    }))
    // What rests is a fault only where somebody is down for its sake.
    .filter(({ cause, down }) => (cause.state === "down" ? cause.because.length === 0 : down.length > 0));
  return problems.toSorted((one, other) => other.down.length - one.down.length);
}

function nameOf({ name }: Thing): string {
  return name;
}
