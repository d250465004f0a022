import type { Command } from "commander";
import { environment } from "../../setup/index.mjs";
import { say } from "../log.ts";

export function register(program: Command): void {
  program
    .command("env")
    .summary('for bare pulumi commands: eval "$(npx lab env)"')
    .action(() => {
      for (const [name, value] of Object.entries(environment())) say(`export ${name}=${quote(value)}`);
    });
}

/** Single quotes, in which a shell reads everything as it is, except a single quote. */
function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
