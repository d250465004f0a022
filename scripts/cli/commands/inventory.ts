import type { Command } from "commander";
import { addFilters, type Chosen, explainNothing, type Filter, narrow } from "../data/filter.ts";
import { type InventoryRecord, inventoryRecord } from "../data/inventory-record.ts";
import { labsOf } from "../data/stacks.ts";
import { note, say, sayJson } from "../log.ts";
import { inventoryTables } from "../view/inventory.ts";

type Options = Chosen & { stack?: string; json?: true };
type Standing = { site: string | null; machineKind?: string; kind?: string };

/** What stands at a site, or hangs on a machine of a kind: a share has the kind of its server. */
const filters: Filter<Standing>[] = [
  { name: "site", about: "only what stands at this site", of: ({ site }) => [site] },
  { name: "kind", about: "only machines of this kind, and their storage", of: kindOf },
];

export function register(program: Command): void {
  const command = program
    .command("inventory")
    .summary("machines, clusters, networks and storage")
    .option("--stack <stack>", "only this stack")
    .option("--json", "one JSON object, a list for each section");
  addFilters(command, filters).action(list);
}

async function list({ json, stack, ...chosen }: Options): Promise<void> {
  const all = inventoryRecord(await labsOf(stack));
  const everything = Object.values(all).flat();
  const left = new Set<Standing>(narrow<Standing>(everything, filters, chosen));
  const inventory = Object.fromEntries(
    Object.entries(all).map(([section, rows]) => [section, rows.filter((row: Standing) => left.has(row))]),
  ) as unknown as InventoryRecord;
  if (json) return sayJson(inventory);
  if (left.size === 0) return note(explainNothing(everything, filters, chosen, "machine"));
  say(inventoryTables(inventory));
}

function kindOf({ machineKind, kind }: Standing): (string | null)[] {
  return [machineKind ?? kind ?? null];
}
