import type { Rotations } from "../lab/index.ts";
import { nearest } from "../nearest.ts";
import { type Problem, refuse } from "../refusal.ts";
import type { Entry } from "./register.ts";

/** What is asked for: secrets by name (or a token, by its own), those that are due, or all that can be. */
export type Wanted = { names: string[] } | "due" | "all";

export interface RotationPlan {
  /** What is written down. */
  rotations: Rotations;
  turned: Entry[];
  /** What starts again when this is applied. */
  restarts: string[];
}

const DAY = 24 * 60 * 60 * 1000;

/** Another one of each secret that is wanted: a number raised, from which everything follows at the next update. */
export function planRotation(
  register: Entry[],
  rotations: Rotations,
  wanted: Wanted,
  today: Date,
): RotationPlan {
  const turned = chosen(register, rotations, wanted, today);
  const raised = turned.map(({ id }) => [id, { times: (rotations[id]?.times ?? 0) + 1, on: dayOf(today) }]);
  return {
    rotations: inOrder({ ...rotations, ...Object.fromEntries(raised) }),
    turned,
    restarts: restartsOf(turned),
  };
}

/** The one before is the one in use again: for as long as nobody knows the new one, nothing is lost by it. */
export function planReturn(
  register: Entry[],
  rotations: Rotations,
  names: string[],
  today: Date,
): RotationPlan {
  const turned = named(register, names);
  refuse(turned.filter(({ id }) => !rotations[id]?.times).map(({ id }) => neverTurned(id)));
  const lowered = turned.map(({ id }) => [id, { times: (rotations[id]?.times ?? 1) - 1, on: dayOf(today) }]);
  return {
    rotations: inOrder({ ...rotations, ...Object.fromEntries(lowered) }),
    turned,
    restarts: restartsOf(turned),
  };
}

/** Every secret that can grow old is written down from today on, and what no longer exists is forgotten. */
export function planBirths(register: Entry[], rotations: Rotations, today: Date): Rotations {
  const known = register.filter(({ every }) => every !== undefined);
  return inOrder(
    Object.fromEntries(known.map(({ id }) => [id, rotations[id] ?? { times: 0, on: dayOf(today) }])),
  );
}

/** In how many days another one is due; negative where it was; nothing where nobody knows, or it lasts. */
export function dueIn({ id, every }: Entry, rotations: Rotations, today: Date): number | undefined {
  const last = rotations[id]?.on;
  if (every === undefined || last === undefined) return undefined;
  return Math.ceil((Date.parse(last) - today.getTime()) / DAY) + every;
}

/** What `rotations.json` speaks of, and no service has: it would be rotated in vain. */
export function strayRotations(register: Entry[], written: string[], where: string): Problem[] {
  const known = register.map(({ id }) => id);
  return written
    .filter((id) => !known.includes(id))
    .map((id) => ({
      where,
      what: `it speaks of the secret ${id}, which no service has.`,
      fix: `${didYouMean(id, known)}remove the line`,
    }));
}

function chosen(register: Entry[], rotations: Rotations, wanted: Wanted, today: Date): Entry[] {
  if (typeof wanted === "object") return turnable(named(register, wanted.names));
  // What others gave is exchanged where they are: only its own command can do that.
  const derived = register.filter(({ kind, lasts }) => kind === "derived" && !lasts);
  if (wanted === "all") return derived;
  return derived.filter((entry) => (dueIn(entry, rotations, today) ?? 0) <= 0);
}

function named(register: Entry[], names: string[]): Entry[] {
  const known = register.flatMap(({ id, token }) => [id, ...(token ? [token] : [])]);
  const found = names.map((name) => register.filter(({ id, token }) => id === name || token === name));
  refuse(
    names
      .filter((_, index) => found[index]?.length === 0)
      .map((name) => ({
        where: name,
        what: "the lab has no such secret.",
        fix: `${didYouMean(name, known)}look for it in \`npx lab secrets list\``,
      })),
  );
  return [...new Set(found.flat())];
}

function turnable(entries: Entry[]): Entry[] {
  refuse(
    entries.flatMap(({ id, lasts }) =>
      lasts
        ? [
            {
              where: id,
              what: "it is not rotated by a number alone.",
              facts: [`why: ${lasts}`],
              fix: BY_HAND,
            },
          ]
        : [],
    ),
  );
  return entries;
}

function didYouMean(name: string, known: string[]): string {
  const meant = nearest(name, known);
  return meant ? `did you mean "${meant}"? If not, ` : "";
}

const BY_HAND = "exchange it where it is used first, as docs/runbooks/secrets.md says";

function neverTurned(id: string): Problem {
  return {
    where: id,
    what: "there is no one before it: it was never rotated here.",
    fix: "leave it, or rotate it",
  };
}

function restartsOf(turned: Entry[]): string[] {
  return [...new Set(turned.flatMap(({ usedBy }) => usedBy))].sort();
}

function inOrder(rotations: Rotations): Rotations {
  return Object.fromEntries(Object.entries(rotations).sort(([a], [b]) => a.localeCompare(b)));
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
