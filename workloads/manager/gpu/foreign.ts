import type { House } from "../models.ts";
import { holdsMemory, type State, stateOf } from "../plan/index.ts";
import type { Reading } from "./reading.ts";

/**
 * How much of the card neither the models nor the desktop can have. While one of them comes or goes nobody can tell whose
 * memory is whose, and what was known before stands.
 */
export function foreignOf(house: House, { models }: State, { used }: Reading, before: number): number {
  const held = house.models.filter(({ name }) => holdsMemory(stateOf(models, name)));
  if (held.some(({ name }) => stateOf(models, name).phase.is !== "ready")) return before;
  const ours = held.reduce((sum, { vram }) => sum + vram, house.reserve);
  return Math.max(0, used - ours);
}
