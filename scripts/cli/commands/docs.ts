import type { Command } from "commander";
import { documentsOf } from "../../../components/reference/index.ts";
import { checkout } from "../../setup/paths.mjs";
import { differenceIn, settle } from "../data/documents.ts";
import { labsOf } from "../data/stacks.ts";
import { Stop } from "../exits.ts";
import { note } from "../log.ts";

export function register(program: Command): void {
  program
    .command("docs")
    .summary("write docs/services from the declarations: a page for each service, and one for all")
    .option("--check", "only say whether they are as they would be written")
    .action(write);
}

async function write({ check }: { check?: true }): Promise<void> {
  const documents = await documentsOf(await labsOf(undefined));
  const difference = differenceIn(checkout, documents);
  const changed = [...difference.stale.map(({ path }) => path), ...difference.gone];
  if (changed.length === 0) return note(`${documents.length} pages, all as declared.`);
  if (check)
    throw new Stop(
      `${changed.length} of the pages are not what the declarations say: npx lab docs writes them.\n${listed(changed)}`,
    );
  settle(checkout, difference);
  note(`${difference.stale.length} pages written, ${difference.gone.length} removed:\n${listed(changed)}`);
}

const SHOWN = 10;

function listed(paths: string[]): string {
  const more = paths.length > SHOWN ? [`  and ${paths.length - SHOWN} more`] : [];
  return [...paths.slice(0, SHOWN).map((path) => `  ${path}`), ...more].join("\n");
}
