import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { silentFault, words } from "../components/fault.ts";
import { parse } from "../components/parse/index.ts";
import { type Problem, Refusal, refuse } from "../components/refusal.ts";
import { label } from "../components/units/index.ts";

const lifecycle = z.enum(["production", "experimental"]);

/** Text that no message may repeat. */
const concealed = z.string(silentFault("not text", "set it again with `pulumi config set --secret`"));

/** What is encrypted comes back as text. */
const yesOrNo = z
  .union(
    [z.boolean(), z.literal(["true", "false"])],
    silentFault("neither true nor false", "write one of them"),
  )
  .transform((said) => String(said) === "true");

/**
 * How a cluster, a Docker host or a vendor's API is reached. What is not listed is not there yet: it is previewed,
 * never applied.
 */
const access = z.strictObject({
  kubeconfig: concealed.optional(),
  /**
   * A cluster of ours: the way in follows from the root secret. True once its machines have run their setups; until then
   * it can be left out, so that those machines and their keys are made first.
   */
  made: yesOrNo.optional(),
  docker: concealed.optional(),
  token: concealed.optional(),
  account: concealed.optional(),
  url: concealed.optional(),
});

const settingsSchema = z.strictObject({
  /** Which services are deployed. Archived ones never are. */
  deploy: z.array(lifecycle).min(1),
  access: z.record(label, access).default({}),
  /** Tokens that others gave us, by the name under which a service asks for them. */
  tokens: z.record(label, concealed).default({}),
  /** What a token was before its rotation, for as long as the new one is on trial. Only `lab secrets` reads it. */
  tokensBefore: z.record(label, concealed).default({}),
  /** Clusters that ArgoCD brings to what `lab render` has put into Git; only what it needs for that is applied here. */
  gitops: z.array(label).default([]),
  /** Whether what holds data may neither be removed nor replaced. To take a lab down: say false, apply it, then destroy. */
  protect: yesOrNo.default(true),
  /** From which every generated secret follows. From the file that `lab env` names, where the config has none. */
  rootSecret: concealed
    .min(32, { error: words("is too short to be safe", "make one with `openssl rand -hex 32`") })
    .optional(),
});

/** Settings that must be encrypted: in plain text they would be in Git for ever. */
const SECRET = ["access", "tokens", "tokensBefore", "rootSecret"];

export type Settings = z.output<typeof settingsSchema> & { rootSecret: string };

/** The stack's config as the engine hands it over: every value text, every secret already opened. */
export interface RawConfig {
  stack: string;
  values: Record<string, string>;
  isSecret(key: string): boolean;
}

/** What a folder holds for each stack in the place of its encrypted config: the way into the sandbox. */
const given = z.strictObject({
  access: z.record(label, access),
  tokens: z.record(label, concealed),
  protect: z.boolean(),
});

/** Reads the whole config once. The parser never sees a value twice, and no message ever shows one. */
export function readSettings({ stack, values, isSecret }: RawConfig, environment = process.env): Settings {
  const where = `Pulumi.${stack}.yaml`;
  const own = Object.entries(values).filter(([key]) => key.startsWith("homelab:"));
  const foreign = Object.keys(values).filter((key) => !/^(homelab|pulumi):/.test(key));
  const plain = own.map(([key]) => key).filter((key) => SECRET.includes(nameOf(key)) && !isSecret(key));

  const { value, problems } = parse(
    settingsSchema,
    Object.fromEntries(own.map(([key, text]) => [nameOf(key), decode(text)])),
    where,
  );
  refuse([
    ...foreign.map((key) => nobodyReads(where, key)),
    ...plain.map((key) => inPlainText(where, key, stack)),
    ...problems,
  ]);
  if (!value) throw new Refusal(problems);
  return {
    ...value,
    ...givenTo(stack, environment),
    rootSecret: value.rootSecret ?? rootSecretFromFile(where, stack, environment),
  };
}

function givenTo(stack: string, { LAB_GIVEN_FOLDER: folder }: NodeJS.ProcessEnv): Partial<Settings> {
  if (!folder) return {};
  const file = join(folder, `${stack}.json`);
  const unreadable = {
    where: file,
    what: `it should say how the places of ${stack} are reached, and cannot be read.`,
    fix: "run `npx lab sandbox start`, which writes it",
  };
  try {
    return given.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new Refusal([unreadable]);
  }
}

/** Structured config arrives as JSON, everything else as it was typed. */
function decode(text: string): unknown {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === "object" ? data : text;
  } catch {
    return text;
  }
}

function rootSecretFromFile(
  where: string,
  stack: string,
  { LAB_ROOT_SECRET_FILE: file }: NodeJS.ProcessEnv,
): string {
  const fix = `run \`eval "$(npx lab env)"\` first, or keep one in the config: openssl rand -hex 32 | pulumi config set --secret -s ${stack} homelab:rootSecret`;
  if (!file) throw new Refusal([{ where, what: "there is no root secret to derive passwords from.", fix }]);
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new Refusal([{ where, what: `the root secret's file, ${file}, cannot be read.`, fix }]);
  }
}

function nobodyReads(where: string, key: string): Problem {
  return {
    where,
    what: `${key} is read by nobody.`,
    fix: "every setting of this project begins with homelab: remove it",
  };
}

function inPlainText(where: string, key: string, stack: string): Problem {
  return {
    where,
    what: `${key} is a secret, and stands in plain text.`,
    fix: `take it out of the file, consider it known, and set a new one: pulumi config set --secret -s ${stack} ${settable(key)}`,
  };
}

/** How the command line names it: one entry of what is structured, so that the others stay as they are. */
function settable(key: string): string {
  if (/^homelab:tokens/.test(key)) return `--path '${key}.<name>'`;
  if (key === "homelab:access") return "--path 'homelab:access.<place>.<key>'";
  return key;
}

function nameOf(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}
