import { parseArgs } from "node:util";

/** What was typed cannot be done; the message says what can. */
export class WrongWords extends Error {}

export const help = `Manage the router's API keys.

  keys list                         every key, the newest first
  keys create --name <name> ...     a new key; its secret is shown once
  keys change <id or name> ...      other terms; what is not said stays
  keys rotate <id or name>          a new secret [--grace 1h: the old one works so long]
  keys revoke <id or name>          at once and for good

Terms:
  --name <name>                     for people
  --person <person>                 whom conversations belong to (the name, if not said)
  --models 'qwen*,auto'             what it may ask for (all, if not said)
  --tools 'git,file*'               server-side tools (none, if not said)
  --admin / --no-admin              may look after the router
  --requests-per-minute <n>         --tokens-per-minute <n>
  --budget-day <dollars>            --budget-month <dollars>
  --expires 30d                     or a time: 2027-01-31T12:00:00Z, or never
  --json                            for programs

It asks the router at ROUTER_URL with ROUTER_ADMIN_KEY (or ROUTER_ADMIN_KEY_FILE). Without ROUTER_URL it asks the one
on this machine, and where none runs, the database itself (DATABASE_URL, or ROUTER_DATA_DIR).`;

const options = {
  name: { type: "string" },
  person: { type: "string" },
  models: { type: "string" },
  tools: { type: "string" },
  admin: { type: "boolean" },
  "requests-per-minute": { type: "string" },
  "tokens-per-minute": { type: "string" },
  "budget-day": { type: "string" },
  "budget-month": { type: "string" },
  expires: { type: "string" },
  grace: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export function readWords(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      allowNegative: true,
    });
    return { values, positionals };
  } catch (error) {
    throw new WrongWords((error as Error).message);
  }
}
export type Words = ReturnType<typeof readWords>["values"];

const limits = {
  "requests-per-minute": "requestsPerMinute",
  "tokens-per-minute": "tokensPerMinute",
  "budget-day": "budgetPerDay",
  "budget-month": "budgetPerMonth",
} as const;

/** The terms that were said, as the admin API wants them. */
export function termsOf(words: Words): Record<string, unknown> {
  const { name, person, admin, models, tools, expires } = words;
  const said = Object.entries(limits).flatMap(([word, limit]) => {
    const value = words[word as keyof typeof limits];
    return value === undefined ? [] : [[limit, numberOf(word, value)]];
  });
  const terms = {
    name,
    person,
    admin,
    models: models === undefined ? undefined : listOf(models),
    tools: tools === undefined ? undefined : listOf(tools),
    limits: said.length > 0 ? Object.fromEntries(said) : undefined,
    expiresAt: expires === undefined ? undefined : expiryOf(expires),
  };
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined));
}

const units: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** `90s`, `1h`, `30d` in seconds. */
export function secondsOf(word: string, text: string): number {
  const [, count, unit = ""] = /^(\d+)([smhdw])$/.exec(text) ?? [];
  const seconds = Number(count) * (units[unit] ?? Number.NaN);
  if (Number.isNaN(seconds)) throw new WrongWords(`--${word} is ${text}; write a time such as 1h or 30d.`);
  return seconds;
}

function expiryOf(text: string): string | null {
  if (text === "never") return null;
  if (/^\d{4}-/.test(text)) return text;
  return new Date(Date.now() + secondsOf("expires", text) * 1_000).toISOString();
}

function numberOf(word: string, text: string): number {
  const number = Number(text);
  if (text.trim() === "" || Number.isNaN(number))
    throw new WrongWords(`--${word} is ${text}; write a number.`);
  return number;
}

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
}
