import type { Command } from "commander";
import { houseRoot } from "../../../components/certificates/index.ts";
import { houseOf } from "../../../components/lab/index.ts";
import { labsOf } from "../data/stacks.ts";
import { secretsOf } from "../engine/stack-secrets.ts";
import { note, say } from "../log.ts";
import { howToInstall } from "../view/authority.ts";

export function register(program: Command): void {
  program
    .command("ca")
    .summary("the root certificate of the house, for phones, browsers and laptops: lab ca > house.crt")
    .option("--stack <stack>", "whose house", "homelab")
    .action(show);
}

/** The certificate alone goes to the output, so that it can go into a file. */
async function show({ stack }: { stack: string }): Promise<void> {
  const secretOf = await secretsOf(stack);
  const [lab] = await labsOf(stack);
  const certificate = await secretOf(houseRoot(lab ? houseOf(lab) : stack));
  say(certificate.trimEnd());
  note(howToInstall(certificate));
}
