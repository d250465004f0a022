import { type Command, Option } from "commander";
import type { Lab } from "../../../components/lab/index.ts";
import { nearest } from "../../../components/nearest.ts";
import { registerOf, type Wanted } from "../../../components/rotation/index.ts";
import { rotationsOf } from "../../../stacks/rotations.ts";
import { secretRecords } from "../data/secret-record.ts";
import { labsOf, stacksNamed } from "../data/stacks.ts";
import { exits, Stop } from "../exits.ts";
import { complain, note, say, sayJson } from "../log.ts";
import { secretsTable } from "../view/secrets.ts";

export function register(program: Command): void {
  const secrets = program
    .command("secrets")
    .summary("every secret of the lab by name: how old it is, and who uses it");
  secrets
    .command("list", { isDefault: true })
    .summary("what there is, who uses it, and when another is due")
    .option("--stack <stack>", "only this stack")
    .option("--due", "only what is due")
    .option("--json", "one JSON array, for scripts")
    .action(list);
  secrets
    .command("generate [stack...]")
    .summary(
      "what a machine can make: the root secret in the stack's config, dates, a file to look passwords up",
    )
    .action(async (stacks: string[]) => {
      const { generate } = await import("../secrets/generate.ts");
      for (const stack of stacksNamed(stacks)) await generate(stack);
    });
  secrets
    .command("rotate [name...]")
    .summary("another one of these; who starts again; a token of others comes by standard input")
    .option("--stack <stack>", "of this stack")
    .addOption(
      new Option("--all", "all that follow from the root secret and do not last").conflicts(["due", "back"]),
    )
    .addOption(new Option("--due", "those that are due").conflicts(["back", "done"]))
    .addOption(new Option("--back", "the one before again").conflicts(["done"]))
    .addOption(new Option("--done", "forget the token before: the new one works").conflicts(["all"]))
    .action(turn);
  secrets
    .command("seal [folder]")
    .summary(
      "for clusters that follow Git: the rendered folder anew, in which each secret is sealed for its cluster",
    )
    .option("--stack <stack>", "whose clusters", "homelab")
    .option("--check", "write nothing; exit 5 if the folder is not what would be written")
    .action(async (folder: string | undefined, options: { stack: string; check?: true }) => {
      const { render } = await import("./render.ts");
      await render(folder, options);
    });
  secrets
    .command("check")
    .summary(
      "whether a secret stands in plain text, in the checkout or in Git's history; exit 1 where one does",
    )
    .option("--no-history", "only the checkout")
    .option("--json", "one JSON array, for scripts")
    .action(check);
}

async function check({ history, json }: { history: boolean; json?: true }): Promise<void> {
  const { knownSecrets, leaksIn } = await import("../secrets/check.ts");
  const labs = await labsOf(undefined);
  // A job of a stranger's pull request has no passphrase, and shall look for all that it can.
  const known = await knownSecrets(stacksNamed([]), labs).catch((error: Error) => {
    if (!(error instanceof Stop)) throw error;
    note(`only what looks like a secret is looked for: ${error.message}`);
    return [];
  });
  const leaks = await leaksIn(known, { history });
  process.exitCode = leaks.length > 0 ? exits.failure : exits.ok;
  if (json) return sayJson(leaks);
  for (const { where, what, commit } of leaks)
    say(`${where}: ${what}${commit ? `  (commit ${commit})` : ""}`);
  if (leaks.length === 0) return note("No secret stands in plain text.");
  complain(
    `${leaks.length} secrets stand in plain text: consider each known. Rotate it (npx lab secrets rotate, or where it came from), then take it out`,
  );
}

async function list({ stack, due, json }: { stack?: string; due?: true; json?: true }): Promise<void> {
  const all = (await labsOf(stack)).flatMap((lab) => secretRecords(lab, rotationsOf(lab.name)));
  const secrets = due ? all.filter(({ dueIn }) => dueIn !== null && dueIn <= 0) : all;
  if (json) return sayJson(secrets);
  if (secrets.length === 0) return note(due ? "Nothing is due." : "The lab has no secret.");
  say(secretsTable(secrets));
}

interface Turn {
  stack?: string;
  all?: true;
  due?: true;
  back?: true;
  done?: true;
}

async function turn(names: string[], { stack, all, due, back, done }: Turn): Promise<void> {
  const wanted: Wanted = all ? "all" : due ? "due" : { names };
  if (typeof wanted === "object" && names.length === 0)
    throw new Stop("name the secrets, or say --due or --all; `lab secrets list` shows them", exits.usage);
  if (typeof wanted === "string" && names.length > 0)
    throw new Stop("either name the secrets, or say --due or --all", exits.usage);
  const { rotate, rotateBack, rotateDone } = await import("../secrets/rotate.ts");
  const labs = await labsOf(stack);
  if (typeof wanted === "string") for (const lab of labs) await rotate(lab, wanted);
  else
    for (const [lab, own] of byStack(names, labs)) {
      if (back) await rotateBack(lab, own);
      else if (done) await rotateDone(lab, own);
      else await rotate(lab, { names: own });
    }
}

/** Which stack each is a secret of, or a token. */
function byStack(names: string[], labs: Lab[]): Map<Lab, string[]> {
  const known = new Map(
    labs.map((lab) => [lab, registerOf(lab).flatMap(({ id, token }) => [id, token ?? id])]),
  );
  const shares = new Map<Lab, string[]>();
  for (const name of names) {
    const [lab, ...others] = labs.filter((each) => known.get(each)?.includes(name));
    if (!lab) throw nobodys(name, [...known.values()].flat());
    if (others.length > 0) throw new Stop(`several stacks have a ${name}: say which by --stack`, exits.usage);
    shares.set(lab, [...(shares.get(lab) ?? []), name]);
  }
  return shares;
}

function nobodys(name: string, known: string[]): Stop {
  const meant = nearest(name, known);
  return new Stop(
    `there is no secret "${name}"; ${meant ? `did you mean "${meant}"? ` : ""}\`npx lab secrets list\` shows them all`,
    exits.usage,
  );
}
