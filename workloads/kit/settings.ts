import { closest, distance } from "fastest-levenshtein";
import * as z from "zod";
import { type Environment, withSecrets } from "./environment.ts";
import { oneOf, whole } from "./forms.ts";
import { levels } from "./log.ts";

/** A sentence for each setting that is wrong: what it is, and what to write. */
export class SettingsProblem extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      ["The program cannot start with these settings:", ...problems.map((each) => `  ${each}`)].join("\n"),
    );
    this.name = "SettingsProblem";
    this.problems = problems;
  }
}

export interface Declared<Shape extends z.ZodRawShape> {
  /** Names that begin so are meant for this program: one that it does not know is probably a slip. */
  prefix: string;
  /** May be in a file instead, which NAME_FILE names; never shown. */
  secrets: readonly (keyof Shape & string)[];
  schema: z.ZodObject<Shape>;
}

/** What every program that serves is told. Where nothing is said, it is for one person on one machine. */
export const serving = {
  PORT: whole(0, 65535, 8080).default(8080),
  HOST: z.string().default("127.0.0.1"),
  LOG_LEVEL: oneOf(levels).default("info"),
  DRAIN_SECONDS: whole(0, 3600, 20).default(20),
};

/** Throws a SettingsProblem that names all that is wrong at once, with what the program itself finds wrong. */
export function readEnvironment<Shape extends z.ZodRawShape>(
  { prefix, secrets, schema }: Declared<Shape>,
  environment: Environment,
  more: (values: Environment, problems: readonly string[]) => string[] = () => [],
): { read: z.output<z.ZodObject<Shape>>; strange: string[] } {
  const { values, problems } = withSecrets(environment, secrets);
  const result = schema.safeParse(values);
  for (const { path, message } of result.error?.issues ?? []) {
    const name = String(path[0]);
    const isShown = values[name] !== undefined && !secrets.includes(name);
    const said = isShown ? ` (it is ${JSON.stringify(values[name])})` : "";
    problems.push(`${name} ${message}${said}.`);
  }
  problems.push(...more(values, problems));
  if (!result.success || problems.length > 0) throw new SettingsProblem(problems);
  const known = [...Object.keys(schema.shape), ...secrets.map((name) => `${name}_FILE`)];
  return { read: result.data, strange: strangeNames(environment, prefix, known) };
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Kubernetes gives every pod near a service called router ROUTER_PORT and ROUTER_SERVICE_HOST: these mean nothing. */
function strangeNames(environment: Environment, prefix: string, known: readonly string[]): string[] {
  const ours = new RegExp(`^${prefix}_(?!PORT|SERVICE_)`);
  return Object.keys(environment)
    .filter((name) => ours.test(name) && !known.includes(name))
    .map((name) => {
      const nearest = closest(name, known);
      return distance(name, nearest) <= 3 ? `${name} (did you mean ${nearest}?)` : name;
    });
}
