import { suggestion } from "../../nearest.ts";
import type { Problem } from "../../refusal.ts";

/** A problem of the inventory; where it is written is known to who asked. */
export type Finding = Omit<Problem, "where">;

export function unknown(what: string, name: string, known: string[]): Finding {
  return { what, fix: suggestion(name, known) };
}
