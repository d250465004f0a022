import { chmodSync, writeFileSync } from "node:fs";
import type { Command } from "commander";
import { hidden, isSetUp, machineNamed, scriptOf } from "../data/machine-script.ts";
import { labsOf } from "../data/stacks.ts";
import { secretsOf } from "../engine/stack-secrets.ts";
import { note, say } from "../log.ts";

interface Options {
  cloudInit?: true;
  to?: string;
}

export function register(program: Command): void {
  program
    .command("script <machine>")
    .summary("what makes a machine what the inventory says of it; its secrets are not shown")
    .option("--cloud-init", "for its first start, as cloud-init reads it")
    .option("--to <file>", "into a file that only you can read, with its secrets")
    .action(write);
}

async function write(name: string, { cloudInit, to }: Options): Promise<void> {
  const found = machineNamed(name, await labsOf(undefined));
  const { machine, lab } = found;
  if (!isSetUp(machine))
    return note(`${name} is a ${machine.kind}: the lab knows where it is, and sets nothing up on it.`);
  const text = scriptOf(found, cloudInit ? "cloud-init" : "script");
  if (to === undefined) return say(hidden(text).trimEnd());

  const secretOf = await secretsOf(lab.name);
  const parts = await Promise.all(text.map((part) => (typeof part === "string" ? part : secretOf(part))));
  // Its mode counts only for a file that is made: one that was there keeps its own.
  writeFileSync(to, "", { mode: 0o600 });
  chmodSync(to, 0o600);
  writeFileSync(to, parts.join(""));
  note(`${to} holds the secrets of ${name}: bring it there, run it, and remove it.`);
}
