import type { Command } from "commander";
import { addFilters, type Chosen, explainNothing, narrow } from "../data/filter.ts";
import { serviceFilters } from "../data/service-filters.ts";
import { serviceRecords } from "../data/service-record.ts";
import { labsOf } from "../data/stacks.ts";
import { note, say, sayJson } from "../log.ts";
import { urlsTable } from "../view/urls.ts";

type Options = Chosen & { stack?: string; json?: true };

export function register(program: Command): void {
  const command = program
    .command("urls")
    .summary("where people reach the services")
    .option("--stack <stack>", "only this stack")
    .option("--json", "one JSON array, for scripts");
  addFilters(command, serviceFilters).action(list);
}

async function list({ json, stack, ...chosen }: Options): Promise<void> {
  const all = (await labsOf(stack))
    .flatMap(serviceRecords)
    // An archived service answers nowhere, whatever its file says.
    .filter(({ urls, lifecycle }) => Object.keys(urls).length > 0 && lifecycle !== "archive");
  const services = narrow(all, serviceFilters, chosen);
  if (json)
    return sayJson(
      services.map(({ name, group, stack, urls, access }) => ({ name, group, stack, urls, access })),
    );
  if (services.length === 0) return note(explainNothing(all, serviceFilters, chosen, "service with a URL"));
  say(urlsTable(services));
}
