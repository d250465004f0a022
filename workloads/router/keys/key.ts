import type { Caller } from "./caller.ts";
import type { apiKeys } from "./table.ts";

/** A key as the database has it. */
export type StoredKey = typeof apiKeys.$inferSelect;

export function callerOf({ id, name, person, admin, models, tools, limits }: StoredKey): Caller {
  return { keyId: id, name, person, admin, models, tools, limits };
}
