import type { Query } from "../store/index.ts";

export interface Memory {
  id: number;
  what: string;
}

/** As many as a model reads before each answer; the oldest are dropped first, and nothing is deleted. */
const MOST = 100;

export function memories(query: Query): Promise<Memory[]> {
  return query<Memory>(
    "SELECT id, what FROM (SELECT * FROM memories ORDER BY id DESC LIMIT $1) AS newest ORDER BY id",
    [MOST],
  );
}

export async function remember(query: Query, what: string): Promise<void> {
  await query("INSERT INTO memories (what) VALUES ($1)", [what]);
}

export async function forget(query: Query, id: number): Promise<void> {
  await query("DELETE FROM memories WHERE id = $1", [id]);
}
