import type { Command } from "commander";
import { addFilters, type Chosen, explainNothing, narrow } from "../data/filter.ts";
import { serviceFilters } from "../data/service-filters.ts";
import { serviceRecords } from "../data/service-record.ts";
import { labsOf } from "../data/stacks.ts";
import { note, say, sayJson } from "../log.ts";
import { servicesTable } from "../view/services.ts";

type Options = Chosen & { stack?: string; json?: true };

export function register(program: Command): void {
  const command = program
    .command("services")
    .summary("what runs where, and what it needs")
    .option("--stack <stack>", "only this stack")
    .option("--json", "one JSON array, for scripts");
  addFilters(command, serviceFilters).action(list);
}

async function list({ json, stack, ...chosen }: Options): Promise<void> {
  const all = (await labsOf(stack)).flatMap(serviceRecords);
  const services = narrow(all, serviceFilters, chosen);
  if (json) return sayJson(services);
  if (services.length === 0) return note(explainNothing(all, serviceFilters, chosen, "service"));
  say(servicesTable(services));
}
