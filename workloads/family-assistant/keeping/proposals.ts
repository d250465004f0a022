import type { Query } from "../store/index.ts";

export interface Proposal {
  id: number;
  turn: number;
  change: string;
  args: unknown;
}

export function openProposals(query: Query): Promise<Proposal[]> {
  return query<Proposal>("SELECT id, turn, change, args FROM proposals WHERE state = 'open' ORDER BY id");
}

export async function propose(query: Query, { turn, change, args }: Omit<Proposal, "id">): Promise<void> {
  await query("INSERT INTO proposals (turn, change, args) VALUES ($1, $2, $3)", [
    turn,
    change,
    JSON.stringify(args),
  ]);
}

/** Nothing, where it was agreed to or declined before: however often somebody presses, it happens once. */
export async function settle(query: Query, id: number, state: "done" | "declined") {
  const [settled] = await query<Proposal>(
    "UPDATE proposals SET state = $2 WHERE id = $1 AND state = 'open' RETURNING id, turn, change, args",
    [id, state],
  );
  return settled;
}
