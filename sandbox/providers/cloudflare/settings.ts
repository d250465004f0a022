import { Refusal } from "../framework/refusal.ts";
import { type Fields, string } from "../framework/shape.ts";
import type { Failure } from "../framework/validate.ts";
import { computed, type Properties, stringAt } from "../framework/value.ts";
import { Api } from "./api.ts";

/** As in the Provider class of @pulumi/cloudflare. */
export const config: Fields = {
  apiKey: string,
  apiToken: string,
  apiUserServiceKey: string,
  baseUrl: string,
  email: string,
  userAgentOperatorSuffix: string,
};

/** What stands in for a setting that is not given. */
const variables: Readonly<Record<string, string>> = {
  apiKey: "CLOUDFLARE_API_KEY",
  apiToken: "CLOUDFLARE_API_TOKEN",
  apiUserServiceKey: "CLOUDFLARE_API_USER_SERVICE_KEY",
  baseUrl: "CLOUDFLARE_BASE_URL",
  email: "CLOUDFLARE_EMAIL",
};

const usual = "https://api.cloudflare.com/client/v4";

const forms: readonly [string, RegExp, string][] = [
  ["apiToken", /^[\w-]{40,80}$/, "has to be 40 to 80 letters, digits, hyphens or underscores"],
  ["apiKey", /^[\w-]{37,60}$/, "has to be 37 to 60 letters, digits, hyphens or underscores"],
  ["baseUrl", /^https?:\/\/[^/]/, "has to be a URL such as https://api.example.com/client/v4"],
];

export function checkConfig(given: Properties): Failure[] {
  const failures = forms.flatMap(([key, form, reason]) => {
    const value = given[key];
    return typeof value === "string" && !form.test(value) ? [{ path: [key], reason }] : [];
  });
  if (given.apiKey !== undefined && given.email === undefined && !process.env.CLOUDFLARE_EMAIL)
    failures.push({ path: ["apiKey"], reason: "needs the email that it belongs to: set email, too" });
  return failures;
}

/** The API as it is configured: asked for when there is something to ask, for a preview needs none. */
export function apiOf(given: Properties): () => Api {
  let api: Api | undefined;
  return () => {
    api ??= new Api(settingOf(given, "baseUrl")?.replace(/\/+$/, "") ?? usual, credentials(given));
    return api;
  };
}

function credentials(given: Properties): Record<string, string> {
  const [token, key, email, service] = ["apiToken", "apiKey", "email", "apiUserServiceKey"].map((each) =>
    settingOf(given, each),
  );
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  if (key !== undefined && email !== undefined) return { "x-auth-key": key, "x-auth-email": email };
  if (service !== undefined) return { "x-auth-user-service-key": service };
  throw new Refusal(
    "there are no credentials for Cloudflare: give the provider an apiToken, or set CLOUDFLARE_API_TOKEN",
  );
}

function settingOf(given: Properties, key: string): string | undefined {
  if (given[key] === computed)
    throw new Refusal(
      `Cloudflare cannot be asked yet: ${key} of its provider is not known before the update`,
    );
  return stringAt(given, key) ?? (process.env[variables[key] ?? ""] || undefined);
}
