import type { Body } from "../api.ts";
import { Fields } from "../fields.ts";
import { digest, hexId, now, secret, uuid } from "../ids.ts";
import { isDuration } from "./duration.ts";
import { invalidRequest, refuseRequest } from "./refusals.ts";

export interface ServiceToken {
  id: string;
  /** The account or the zone that it was made for. */
  owner: string;
  name: string;
  client_id: string;
  hash: string;
  client_secret_version: number;
  previous_client_secret_expires_at: string | null;
  duration: string;
  enabled: boolean;
  expires_at: string;
  created_at: string;
  updated_at: string;
}

/** A token, and its secret where it has just got one: nobody will see it again. */
export interface Issued {
  token: ServiceToken;
  client_secret?: string;
}

export function issue(body: Body, owner: string): Issued {
  const fields = new Fields(body, invalidRequest);
  const client_secret = secret();
  const time = now("seconds");
  const duration = durationOf(fields) ?? "8760h";
  const token: ServiceToken = {
    id: uuid(),
    owner,
    name: fields.text("name"),
    client_id: `${hexId()}.access`,
    hash: digest(client_secret),
    client_secret_version: fields.number("client_secret_version") ?? 1,
    previous_client_secret_expires_at: null,
    duration,
    enabled: fields.boolean("enabled") ?? true,
    expires_at: expiry(duration),
    created_at: time,
    updated_at: time,
  };
  return { token, client_secret };
}

/** A higher version of the secret asks for another secret. */
export function changed(token: ServiceToken, body: Body): Issued {
  const fields = new Fields(body, invalidRequest);
  const duration = durationOf(fields) ?? token.duration;
  const version = fields.number("client_secret_version") ?? token.client_secret_version;
  const next: ServiceToken = {
    ...token,
    name: fields.string("name") || token.name,
    duration,
    enabled: fields.boolean("enabled") ?? token.enabled,
    expires_at: duration === token.duration ? token.expires_at : expiry(duration),
    updated_at: now("seconds"),
  };
  if (version === token.client_secret_version) return { token: next };
  if (version < token.client_secret_version) refuseRequest("client_secret_version can only grow");
  return rotated(
    { ...next, client_secret_version: version },
    fields.time("previous_client_secret_expires_at"),
  );
}

export function rotated(token: ServiceToken, previousUntil = now("seconds")): Issued {
  const client_secret = secret();
  const hash = digest(client_secret);
  return {
    token: { ...token, hash, previous_client_secret_expires_at: previousUntil, updated_at: now("seconds") },
    client_secret,
  };
}

export function shownToken({ token: { owner: _, hash: __, ...token }, client_secret }: Issued): object {
  return { ...token, ...(client_secret !== undefined && { client_secret }) };
}

/** Counted from now on: so is a token renewed. */
export function expiry(duration: string): string {
  if (duration === "forever") return "9999-12-31T23:59:59Z";
  const hours = { h: 1, m: 1 / 60, s: 1 / 3600 };
  const total = [...duration.matchAll(/(\d+(?:\.\d+)?)(h|m|s)/g)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * hours[unit as keyof typeof hours],
    0,
  );
  return new Date(Date.now() + total * 3_600_000).toISOString().replace(/\.\d+Z$/, "Z");
}

function durationOf(fields: Fields): string | undefined {
  const duration = fields.string("duration");
  if (duration === undefined || duration === "forever" || isDuration(duration)) return duration;
  return refuseRequest("duration has to be a duration such as 8760h, or forever");
}
