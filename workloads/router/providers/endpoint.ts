import { isIP } from "node:net";
import type { Privacy, ProviderConfig } from "../config/index.ts";

/** Where a provider listens, and what it wants to see with every request. */
export interface Endpoint {
  origin: string;
  /** Goes before every path: `/v1`, `/api/paas/v4`. */
  base: string;
  headers: Record<string, string>;
}

/** The oldest version that has every field that is translated. */
const ANTHROPIC_VERSION = "2023-06-01";

export function endpointOf({ kind, baseUrl, apiKey, headers }: ProviderConfig): Endpoint {
  const { origin, pathname } = new URL(baseUrl);
  return {
    origin,
    base: basePath(kind, pathname.replace(/\/+$/, "")),
    headers: { ...authorization(kind, apiKey), ...headers },
  };
}

/** People write addresses as each vendor's own library wants them: OpenAI's with the version, the others' without. */
function basePath(kind: ProviderConfig["kind"], path: string): string {
  if (path === "") return "/v1";
  if (kind === "openai" || /\/v\d+$/.test(path)) return path;
  return `${path}/v1`;
}

function authorization(kind: ProviderConfig["kind"], apiKey: string | undefined): Record<string, string> {
  if (kind === "anthropic") {
    return { "anthropic-version": ANTHROPIC_VERSION, ...(apiKey && { "x-api-key": apiKey }) };
  }
  return apiKey ? { authorization: `Bearer ${apiKey}` } : {};
}

/** Names that only a network of one's own resolves, the tailnet's and a cluster's among them. */
const HOUSE_NAMES = /(^[^.]+$)|\.(local|lan|home|internal|home\.arpa|ts\.net|svc|cluster\.local)$/i;
const HOUSE_ADDRESSES =
  /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|::1$|f[cd]|fe[89ab])/i;

/** Whether what is sent there stays in the house. In doubt it does not. */
export function privacyOf({ privacy, baseUrl }: ProviderConfig): Privacy {
  if (privacy) return privacy;
  const host = new URL(baseUrl).hostname.replace(/^\[|\]$/g, "");
  const house = isIP(host) ? HOUSE_ADDRESSES.test(host) : HOUSE_NAMES.test(host);
  return house ? "local" : "outside";
}
