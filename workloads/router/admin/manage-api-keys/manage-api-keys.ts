import type { Environment } from "../../../kit/index.ts";
import { SettingsProblem } from "../../../kit/index.ts";
import { Fault } from "../../http/index.ts";
import { type Desk, findDesk } from "./desk.ts";
import { keyTable, type ShownKey } from "./table.ts";
import { help, readWords, secondsOf, termsOf, type Words, WrongWords } from "./words.ts";

export interface Terminal {
  out(text: string): void;
  error(text: string): void;
}

/** `keys ...` of the program. Returns its exit status: 1 when it could not be done, 2 when it made no sense. */
export async function manageApiKeys(
  args: readonly string[],
  environment: Environment,
  terminal: Terminal,
): Promise<number> {
  try {
    const { values, positionals } = readWords(args);
    const [command, target, ...more] = positionals;
    if (values.help || command === undefined) terminal.out(help);
    else await manage(environment, { command, target, more, words: values }, terminal);
    return 0;
  } catch (error) {
    if (!(error instanceof WrongWords || error instanceof Fault || error instanceof SettingsProblem))
      throw error;
    terminal.error(error.message);
    return error instanceof WrongWords ? 2 : 1;
  }
}

interface Asked {
  command: string;
  target: string | undefined;
  more: readonly string[];
  words: Words;
}

type Command = (desk: Desk, words: Words, target: string) => Promise<unknown>;

const commands: Record<string, Command> = {
  list: (desk) => list(desk),
  create: (desk, words) => desk.ask("POST", "/admin/keys", termsOf(words)),
  change: async (desk, words, target) => desk.ask("PATCH", await pathOf(desk, target), termsOf(words)),
  rotate: async (desk, { grace }, target) => {
    const graceSeconds = grace === undefined ? 0 : secondsOf("grace", grace);
    return desk.ask("POST", `${await pathOf(desk, target)}/rotate`, { graceSeconds });
  },
  revoke: async (desk, _, target) => desk.ask("DELETE", await pathOf(desk, target)),
};
const withoutTarget = new Set(["list", "create"]);

async function manage(environment: Environment, asked: Asked, terminal: Terminal): Promise<void> {
  const run = commandOf(asked);
  const desk = await findDesk(environment);
  try {
    const result = await run(desk, asked.words, asked.target ?? "");
    if (asked.words.json) terminal.out(JSON.stringify(result, undefined, 2));
    else show(result as ShownKey[] | (ShownKey & { secret?: string }), terminal);
  } finally {
    await desk.close();
  }
}

function commandOf({ command, target, more, words }: Asked): Command {
  const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (!run)
    throw new WrongWords(`There is no command "${command}"; there are ${Object.keys(commands).join(", ")}.`);
  const needsTarget = !withoutTarget.has(command);
  if (needsTarget && target === undefined) throw new WrongWords(`Which key? keys ${command} <id or name>`);
  const extra = needsTarget ? more[0] : target;
  if (extra !== undefined)
    throw new WrongWords(`"${extra}" is one word too many; keys --help shows what there is.`);
  if (command === "create" && words.name === undefined)
    throw new WrongWords("A key needs a name: --name <name>");
  return run;
}

function show(result: ShownKey[] | (ShownKey & { secret?: string }), terminal: Terminal): void {
  terminal.out(keyTable([result].flat()));
  if (Array.isArray(result) || result.secret === undefined) return;
  terminal.out(
    `\n${result.secret}\n\nThis is the secret. It is shown this once; whoever has it is "${result.name}".`,
  );
}

async function list(desk: Desk): Promise<ShownKey[]> {
  return ((await desk.ask("GET", "/admin/keys")) as { keys: ShownKey[] }).keys;
}

/** People know names, programs ids; a name that two keys share is no answer to "which". */
async function pathOf(desk: Desk, target: string): Promise<string> {
  const keys = await list(desk);
  const byId = keys.find(({ id }) => id === target);
  const byName = keys.filter(({ name, status }) => name === target && status !== "revoked");
  if (!byId && byName.length > 1) {
    throw new WrongWords(
      `${byName.length} keys are called "${target}": say which by id (${byName.map(({ id }) => id).join(", ")}).`,
    );
  }
  const key = byId ?? byName[0];
  if (!key)
    throw new WrongWords(`There is no key "${target}" that could be meant; keys list shows them all.`);
  return `/admin/keys/${key.id}`;
}
