import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import {
  address,
  type Environment,
  isLoopback,
  levels,
  oneOf,
  readEnvironment,
  serving,
  size,
  whole,
} from "../kit/index.ts";

const MIB = 1024 * 1024;

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
  PORT: serving.PORT,
  HOST: serving.HOST,
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
  const { read, strange } = readEnvironment(
    { prefix: "ROUTER", secrets: ["ROUTER_ADMIN_KEY", "DATABASE_URL"], schema },
    environment,
    unsafe,
  );
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
    strange,
  };
}

export type Settings = ReturnType<typeof readSettings>;

function unsafe(
  { HOST = "127.0.0.1", ROUTER_ADMIN_KEY }: Environment,
  problems: readonly string[],
): string[] {
  if (isLoopback(HOST)) return [];
  // A key that cannot be read is a problem already.
  if (ROUTER_ADMIN_KEY === undefined) return problems.length === 0 ? [exposed(HOST)] : [];
  if (ROUTER_ADMIN_KEY.length >= SHORTEST_KEY) return [];
  return [
    `ROUTER_ADMIN_KEY is shorter than ${SHORTEST_KEY} characters; make one with: openssl rand -hex 24.`,
  ];
}

function exposed(host: string): string {
  return (
    `HOST is ${JSON.stringify(host)}, so that others could use the router, and there is no admin key. ` +
    "Set ROUTER_ADMIN_KEY (openssl rand -hex 24) or ROUTER_ADMIN_KEY_FILE, or leave HOST out."
  );
}

function dataHome({ XDG_DATA_HOME }: Environment): string {
  return join(XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "homelab-router");
}
