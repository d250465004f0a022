import type { Lab, Rotations } from "../../../components/lab/index.ts";
import { dueIn, type Entry, registerOf } from "../../../components/rotation/index.ts";

/** What `--json` says of a secret: all but itself. Scripts read it: a key may be added, never renamed. */
export interface SecretRecord {
  id: string;
  stack: string;
  kind: Entry["kind"];
  token: string | null;
  length: number | null;
  generation: number;
  usedBy: string[];
  /** Days. */
  every: number | null;
  since: string | null;
  dueIn: number | null;
  lasts: string | null;
}

export function secretRecords(lab: Lab, rotations: Rotations, today = new Date()): SecretRecord[] {
  return registerOf(lab).map((entry) => ({
    id: entry.id,
    stack: lab.name,
    kind: entry.kind,
    token: entry.token ?? null,
    length: entry.length ?? null,
    generation: entry.generation,
    usedBy: entry.usedBy,
    every: entry.every ?? null,
    since: rotations[entry.id]?.on ?? null,
    dueIn: dueIn(entry, rotations, today) ?? null,
    lasts: entry.lasts ?? null,
  }));
}
