import { readFileSync } from "node:fs";
import { Refusal } from "../framework/refusal.ts";
import { type Fields, list, string } from "../framework/shape.ts";
import type { Failure } from "../framework/validate.ts";
import { computed, type Properties } from "../framework/value.ts";

/** As in the Provider class of @pulumi/tailscale. */
export const config: Fields = {
  apiKey: string,
  audience: string,
  baseUrl: string,
  identityToken: string,
  identityTokenEnvironmentVariableName: string,
  oauthClientId: string,
  oauthClientSecret: string,
  scopes: list(string),
  tailnet: string,
  userAgent: string,
};

/** A program that asks for tokens. */
export interface OauthClient {
  id: string;
  secret: string;
  scopes: string[];
}

export interface Settings {
  baseUrl: string;
  tailnet: string;
  userAgent: string;
  credentials: { apiKey: string } | OauthClient;
}

const variables: Readonly<Record<string, readonly string[]>> = {
  apiKey: ["TAILSCALE_API_KEY"],
  baseUrl: ["TAILSCALE_BASE_URL"],
  oauthClientId: ["TAILSCALE_OAUTH_CLIENT_ID", "OAUTH_CLIENT_ID"],
  oauthClientSecret: ["TAILSCALE_OAUTH_CLIENT_SECRET", "OAUTH_CLIENT_SECRET"],
  tailnet: ["TAILSCALE_TAILNET"],
};

const unsupported = ["audience", "identityToken", "identityTokenEnvironmentVariableName"];

export function checkConfig(given: Properties): Failure[] {
  const failures = unsupported
    .filter((key) => given[key] !== undefined)
    .map((key) => ({
      path: [key],
      reason: "needs the official plugin: the stand-in knows no other identity providers",
    }));
  if (failures.length > 0 || Object.values(given).includes(computed)) return failures;
  const reason = conflictIn(given);
  return reason === undefined ? [] : [{ path: [], reason }];
}

function conflictIn(given: Properties): string | undefined {
  const [key, id, secret] = ["apiKey", "oauthClientId", "oauthClientSecret"].map((name) => has(given, name));
  if (key && (id || secret))
    return "apiKey conflicts with oauthClientId and oauthClientSecret: set one of both";
  if (key || (id && secret)) return undefined;
  if (id)
    return "oauthClientSecret is missing: it belongs to oauthClientId (or set TAILSCALE_OAUTH_CLIENT_SECRET)";
  if (secret)
    return "oauthClientId is missing: it belongs to oauthClientSecret (or set TAILSCALE_OAUTH_CLIENT_ID)";
  return "the credentials are missing: set apiKey (or TAILSCALE_API_KEY), or oauthClientId and oauthClientSecret";
}

/** Undefined while a part of it is computed. */
export function settingsOf(given: Properties): Settings | undefined {
  if (Object.values(given).includes(computed)) return undefined;
  const apiKey = settingOf(given, "apiKey");
  const scopes = Array.isArray(given.scopes) ? given.scopes.map(String) : [];
  return {
    baseUrl: (settingOf(given, "baseUrl") ?? "https://api.tailscale.com").replace(/\/+$/, ""),
    tailnet: settingOf(given, "tailnet") ?? "-",
    userAgent: settingOf(given, "userAgent") ?? "Pulumi (homelab sandbox)",
    credentials:
      apiKey === undefined
        ? {
            id: settingOf(given, "oauthClientId") ?? "",
            secret: settingOf(given, "oauthClientSecret") ?? "",
            scopes,
          }
        : { apiKey },
  };
}

function has(given: Properties, name: string): boolean {
  return plainSetting(given, name) !== undefined;
}

/** What begins with "file:" is the name of a file that holds it. */
function settingOf(given: Properties, name: string): string | undefined {
  const value = plainSetting(given, name);
  const path = value?.startsWith("file:") ? value.slice("file:".length) : undefined;
  if (path === undefined) return value;
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    throw new Refusal(`${name} cannot be read from ${path}: is there such a file?`);
  }
}

function plainSetting(given: Properties, name: string): string | undefined {
  const own = given[name];
  if (typeof own === "string" && own !== "") return own;
  return variables[name]?.map((variable) => process.env[variable]).find(Boolean);
}
