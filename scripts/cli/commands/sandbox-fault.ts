import { type Command, InvalidArgumentError, Option } from "commander";
import type { Fault } from "../../../sandbox/index.ts";
import { exits, Stop } from "../exits.ts";
import { note, say, sayJson } from "../log.ts";
import { existingSandbox } from "../sandbox/running.ts";

interface Options {
  status?: number;
  retryAfter?: number;
  slow?: number;
  cut?: "before" | "after";
  stale?: number;
  method?: NonNullable<Fault["method"]>;
  path?: string;
  times?: number;
  off?: true;
}

export function register(sandbox: Command): void {
  sandbox
    .command("fault [api]")
    .summary("what shall go wrong with a vendor's API: cloudflare, tailscale, proxmox, docker-gaming-pc")
    .option("--status <code>", "answer with this error", whole)
    .option("--retry-after <seconds>", "and say when to come back; with --status", whole)
    .option("--slow <milliseconds>", "take so long", whole)
    .addOption(
      new Option("--cut <when>", "end the connection without an answer").choices(["before", "after"]),
    )
    .option("--stale <milliseconds>", "let readers see what was there so long ago", whole)
    .option("--method <method>", "only requests of this method")
    .option("--path <pattern>", "only paths in which this regular expression is found")
    .option("--times <count>", "only so often", whole)
    .option("--off", "no fault any more")
    .action(change);
}

async function change(api: string | undefined, options: Options): Promise<void> {
  const sandbox = await existingSandbox();
  if (!api) return sayJson(await sandbox.faults());
  const harms = harmsOf(options);
  if (harms.length + (options.off ? 1 : 0) !== 1)
    throw new Stop(
      "say one thing that goes wrong: --status, --slow, --cut or --stale; or --off",
      exits.usage,
    );
  const { method, path, times } = options;
  const where = { ...(method && { method }), ...(path && { path }), ...(times && { times }) };
  await sandbox.switchFaults(
    api,
    harms.map((harm) => ({ ...where, harm }) satisfies Fault),
  );
  if (options.off) note(`${api} works again.`);
  else say(`${api} fails from now on. npx lab sandbox fault ${api} --off  ends it.`);
}

function harmsOf({ status, retryAfter, slow, cut, stale }: Options): Fault["harm"][] {
  return [
    ...(status ? [{ kind: "status" as const, status, ...(retryAfter !== undefined && { retryAfter }) }] : []),
    ...(slow ? [{ kind: "slow" as const, ms: slow }] : []),
    ...(cut ? [{ kind: "cut" as const, when: cut }] : []),
    ...(stale ? [{ kind: "stale" as const, ms: stale }] : []),
  ];
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("write a whole number.");
  return Number(text);
}
