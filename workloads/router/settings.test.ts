import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SettingsProblem } from "../kit/index.ts";
import { readSettings } from "./settings.ts";

const KEY = "0123456789abcdef-admin";

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsProblem) return error.problems;
    throw error;
  }
  return [];
}

function file(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "settings-")), "secret");
  writeFileSync(path, text);
  return path;
}

test("an empty environment is one person on one machine", () => {
  expect(readSettings({ HOME: "/home/ada", XDG_DATA_HOME: "/data", PORT: "" })).toMatchObject({
    host: "127.0.0.1",
    port: 8080,
    config: undefined,
    adminKey: undefined,
    databaseUrl: undefined,
    dataDir: "/data/homelab-router",
    bodyLimit: 32 * 1024 * 1024,
    corsOrigins: [],
    trustedProxies: 0,
    logLevel: "info",
    traces: undefined,
    strange: [],
  });
});

test("everything that is wrong is said at once, each with what to write", () => {
  const problems = problemsOf({
    PORT: "80a",
    ROUTER_BODY_LIMIT: "lots",
    ROUTER_CORS_ORIGINS: "https://a.example/,*",
    ROUTER_LOG_LEVEL: "loud",
    ROUTER_DRAIN_SECONDS: "-1",
    OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318",
    ROUTER_ADMIN_KEY: "two words",
    DATABASE_URL: "mysql://root:hunter2@db/router",
  });
  expect(problems).toEqual([
    'PORT is not a whole number from 0 to 65535; write one, such as 8080 (it is "80a").',
    expect.stringMatching(/^ROUTER_ADMIN_KEY holds a space .*; make one with: openssl rand -hex 24\.$/),
    "DATABASE_URL is not an address; write one such as postgresql://router:password@localhost:5432/router.",
    'ROUTER_BODY_LIMIT is not a size; write a number of bytes, or one such as 32MiB or 2GiB (it is "lots").',
    expect.stringMatching(/^ROUTER_CORS_ORIGINS is not a list of origins; write "https:/),
    'ROUTER_DRAIN_SECONDS is not a whole number from 0 to 3600; write one, such as 60 (it is "-1").',
    'ROUTER_LOG_LEVEL is not one of debug, info, warn, error, silent; write one of them (it is "loud").',
    expect.stringMatching(/^OTEL_EXPORTER_OTLP_ENDPOINT is not an address; write one such as http/),
  ]);
});

test("nobody else gets in while there is no admin key", () => {
  for (const HOST of ["0.0.0.0", "::", "192.168.1.4", "router.lan"]) {
    expect(problemsOf({ HOST })).toEqual([expect.stringMatching(/no admin key.*Set ROUTER_ADMIN_KEY/)]);
    expect(problemsOf({ HOST, ROUTER_ADMIN_KEY: KEY })).toEqual([]);
    expect(problemsOf({ HOST, ROUTER_ADMIN_KEY: "short" })).toEqual([
      "ROUTER_ADMIN_KEY is shorter than 16 characters; make one with: openssl rand -hex 24.",
    ]);
  }
  expect(problemsOf({ ROUTER_ADMIN_KEY: "short" })).toEqual([]);
  for (const HOST of ["127.0.0.1", "127.0.1.1", "::1", "localhost"]) expect(problemsOf({ HOST })).toEqual([]);
});

test("secrets come from files as well, and are never repeated", () => {
  const read = readSettings({
    ROUTER_ADMIN_KEY_FILE: file(`${KEY}\n`),
    DATABASE_URL_FILE: file("postgres://db/router"),
  });
  expect([read.adminKey, read.databaseUrl]).toEqual([KEY, "postgres://db/router"]);
  expect(problemsOf({ ROUTER_ADMIN_KEY_FILE: file(" \n") })).toEqual([expect.stringContaining("is empty")]);
  expect(problemsOf({ ROUTER_ADMIN_KEY_FILE: "/nowhere" })).toEqual([
    "ROUTER_ADMIN_KEY_FILE names /nowhere, which cannot be read (ENOENT). Mend the path or its rights.",
  ]);
  const twice = problemsOf({
    ROUTER_ADMIN_KEY: "hunter2-hunter2-hunter2",
    ROUTER_ADMIN_KEY_FILE: "/nowhere",
  });
  expect(twice).toEqual(["ROUTER_ADMIN_KEY and ROUTER_ADMIN_KEY_FILE are both set. Leave one of them out."]);
  expect(problemsOf({ ROUTER_ADMIN_KEY: "hunter 2 hunter 2 hunter 2" }).join()).not.toContain("hunter");
});

test("a name that is nearly ours is pointed out; those that Kubernetes adds are not", () => {
  const { strange } = readSettings({
    ROUTER_CORS_ORIGIN: "https://a.example",
    ROUTER_SOMETHING_ELSE: "1",
    ROUTER_SERVICE_HOST: "10.43.0.9",
    ROUTER_PORT: "tcp://10.43.0.9:80",
  });
  expect(strange).toEqual([
    "ROUTER_CORS_ORIGIN (did you mean ROUTER_CORS_ORIGINS?)",
    "ROUTER_SOMETHING_ELSE",
  ]);
});
