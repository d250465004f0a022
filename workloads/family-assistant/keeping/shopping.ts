import { HOUSE } from "../people/index.ts";
import type { Query } from "../store/index.ts";

export interface Item {
  id: number;
  what: string;
  done: boolean;
}

/** One list for the whole house. */
export function shoppingList(query: Query): Promise<Item[]> {
  return query<Item>("SELECT id, what, done FROM items ORDER BY done, id");
}

export async function addItems(query: Query, items: readonly string[]): Promise<void> {
  await query("INSERT INTO items (owner, what) SELECT $1, unnest($2::text[])", [HOUSE, items]);
}

export async function tickItem(query: Query, id: number): Promise<void> {
  await query("UPDATE items SET done = NOT done WHERE id = $1", [id]);
}

/** What stands there under these names, in capitals or not. */
export async function tickItems(query: Query, items: readonly string[]): Promise<void> {
  const names = items.map((item) => item.trim().toLowerCase());
  await query("UPDATE items SET done = true WHERE lower(what) = ANY($1)", [names]);
}

export async function clearBought(query: Query): Promise<void> {
  await query("DELETE FROM items WHERE done");
}
