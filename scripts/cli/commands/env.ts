import type { Command } from "commander";
import { environment, places } from "../../setup/index.mjs";
import { say } from "../log.ts";
import { runningSandbox } from "../sandbox/running.ts";

export function register(program: Command): void {
  program
    .command("env")
    .summary('for bare pulumi commands: eval "$(npx lab env)"')
    .option("--sandbox", "of the sandbox, with the way into its vendors' APIs")
    .action(async ({ sandbox }: { sandbox?: true }) => {
      const vendors = sandbox ? (await runningSandbox()).environment : {};
      const all = { ...environment(sandbox ? places.sandbox : places.house), ...vendors };
      for (const [name, value] of Object.entries(all)) say(`export ${name}=${quote(value)}`);
    });
}

/** Single quotes, in which a shell reads everything as it is, except a single quote. */
function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
