import { homedir } from "node:os";
import { join } from "node:path";
import { closest, distance } from "fastest-levenshtein";
import * as z from "zod";
import { type Environment, withSecrets } from "./environment.ts";
import { levels } from "./log.ts";

/** A sentence for each setting that is wrong: what it is, and what to write. */
export class SettingsProblem extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      ["The router cannot start with these settings:", ...problems.map((each) => `  ${each}`)].join("\n"),
    );
    this.name = "SettingsProblem";
    this.problems = problems;
  }
}

const MIB = 1024 * 1024;

function whole(from: number, to: number, example: number) {
  const error = `is not a whole number from ${from} to ${to}; write one, such as ${example}`;
  return z
    .string()
    .regex(/^\d+$/, error)
    .transform(Number)
    .pipe(z.int(error).min(from, error).max(to, error));
}

function oneOf<const Names extends readonly string[]>(names: Names) {
  return z.enum(names, { error: `is not one of ${names.join(", ")}; write one of them` });
}

function address(protocol: RegExp, example: string) {
  return z.url({ protocol, error: `is not an address; write one such as ${example}` });
}

const size = z
  .string()
  .regex(/^[1-9]\d{0,9}(KiB|MiB)?$/, "is not a size; write a number of bytes, or one such as 32MiB")
  .transform(
    (text) => Number.parseInt(text, 10) * (text.endsWith("MiB") ? MIB : text.endsWith("KiB") ? 1024 : 1),
  );

const origins = z
  .string()
  .transform((text) => text.split(",").map((each) => each.trim()))
  .refine(
    (all) => all.every((each) => each === "*" || (URL.canParse(each) && new URL(each).origin === each)),
    {
      error:
        'is not a list of origins; write "https://chat.example.org,http://localhost:3000", without a path',
    },
  );

/** What the environment may say. Where it says nothing, the defaults are for one person on one machine. */
const schema = z.object({
  PORT: whole(0, 65535, 8080).default(8080),
  HOST: z.string().default("127.0.0.1"),
  ROUTER_CONFIG: z.string().optional(),
  ROUTER_ADMIN_KEY: z
    .string()
    .min(1, "is empty; make one with: openssl rand -hex 24")
    .regex(
      /^[\x21-\x7e]+$/,
      "holds a space or a character that no header can carry; make one with: openssl rand -hex 24",
    )
    .optional(),
  DATABASE_URL: address(/^postgres(ql)?$/, "postgresql://router:password@localhost:5432/router").optional(),
  ROUTER_DATA_DIR: z.string().optional(),
  ROUTER_BODY_LIMIT: size.default(32 * MIB),
  ROUTER_CORS_ORIGINS: origins.default([]),
  ROUTER_TRUST_PROXY: whole(0, 10, 1).default(0),
  ROUTER_MAX_CONNECTIONS: whole(1, 1_000_000, 16_384).default(16_384),
  ROUTER_DRAIN_SECONDS: whole(0, 3600, 60).default(60),
  ROUTER_METRICS_ACCESS: oneOf(["open", "admin"]).default("open"),
  ROUTER_LOG_LEVEL: oneOf(levels).default("info"),
  OTEL_EXPORTER_OTLP_ENDPOINT: address(/^https?$/, "http://localhost:4318").optional(),
});

/** Where others can reach the router, they can also try keys. */
const SHORTEST_KEY = 16;

/** The router's settings, by the environment. Throws a SettingsProblem that names all that is wrong at once. */
export function readSettings(environment: Environment) {
  const { values, problems } = withSecrets(environment, ["ROUTER_ADMIN_KEY", "DATABASE_URL"]);
  const result = schema.safeParse(values);
  for (const { path, message } of result.error?.issues ?? []) {
    const name = String(path[0]);
    problems.push(`${name} ${message}${secret.has(name) ? "" : ` (it is ${JSON.stringify(values[name])})`}.`);
  }
  const { HOST = "127.0.0.1", ROUTER_ADMIN_KEY } = values;
  if (!isLoopback(HOST) && ROUTER_ADMIN_KEY === undefined && problems.length === 0)
    problems.push(exposed(HOST));
  if (!isLoopback(HOST) && (ROUTER_ADMIN_KEY ?? "x".repeat(SHORTEST_KEY)).length < SHORTEST_KEY) {
    problems.push(
      `ROUTER_ADMIN_KEY is shorter than ${SHORTEST_KEY} characters; make one with: openssl rand -hex 24.`,
    );
  }
  if (!result.success || problems.length > 0) throw new SettingsProblem(problems);
  const read = result.data;
  return {
    port: read.PORT,
    host: read.HOST,
    config: read.ROUTER_CONFIG,
    adminKey: read.ROUTER_ADMIN_KEY,
    databaseUrl: read.DATABASE_URL,
    dataDir: read.ROUTER_DATA_DIR ?? dataHome(environment),
    bodyLimit: read.ROUTER_BODY_LIMIT,
    corsOrigins: read.ROUTER_CORS_ORIGINS,
    trustedProxies: read.ROUTER_TRUST_PROXY,
    maxConnections: read.ROUTER_MAX_CONNECTIONS,
    drainSeconds: read.ROUTER_DRAIN_SECONDS,
    metricsAccess: read.ROUTER_METRICS_ACCESS,
    logLevel: read.ROUTER_LOG_LEVEL,
    traces: read.OTEL_EXPORTER_OTLP_ENDPOINT,
    /** For the log: names that look like ours and are not, with the one that was probably meant. */
    strange: strangeNames(environment),
  };
}

export type Settings = ReturnType<typeof readSettings>;

const secret = new Set(["ROUTER_ADMIN_KEY", "DATABASE_URL"]);

function exposed(host: string): string {
  return (
    `HOST is ${JSON.stringify(host)}, so that others could use the router, and there is no admin key. ` +
    "Set ROUTER_ADMIN_KEY (openssl rand -hex 24) or ROUTER_ADMIN_KEY_FILE, or leave HOST out."
  );
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

function dataHome({ XDG_DATA_HOME }: Environment): string {
  return join(XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "homelab-router");
}

/** Kubernetes gives every pod near a service called router ROUTER_PORT and ROUTER_SERVICE_HOST: these mean nothing. */
function strangeNames(environment: Environment): string[] {
  const known = [...Object.keys(schema.shape), "ROUTER_ADMIN_KEY_FILE", "DATABASE_URL_FILE"];
  return Object.keys(environment)
    .filter((name) => /^ROUTER_(?!PORT|SERVICE_)/.test(name) && !known.includes(name))
    .map((name) => {
      const nearest = closest(name, known);
      return distance(name, nearest) <= 3 ? `${name} (did you mean ${nearest}?)` : name;
    });
}
