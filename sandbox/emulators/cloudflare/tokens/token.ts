import type { Body } from "../api.ts";
import { hexId } from "../ids.ts";

export interface Policy {
  id: string;
  effect: "allow" | "deny";
  /** What it is about: com.cloudflare.api.account.zone.<id> and the like. */
  resources: Body;
  permission_groups: { id: string; name: string }[];
}

export interface Token {
  id: string;
  /** A user, or the id of an account. */
  owner: string;
  name: string;
  status: "active" | "disabled";
  hash: string;
  policies: Policy[];
  condition?: Body | undefined;
  not_before?: string | undefined;
  expires_on?: string | undefined;
  issued_on: string;
  modified_on: string;
}

type Wanted = Pick<Token, "owner" | "name" | "hash" | "policies"> & Partial<Token>;

export function madeToken(wanted: Wanted): Token {
  const issued_on = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  return { id: hexId(), status: "active", issued_on, modified_on: issued_on, ...wanted };
}

export function stateOf({ status, expires_on, not_before }: Token): "active" | "disabled" | "expired" {
  const now = Date.now();
  if (expires_on !== undefined && Date.parse(expires_on) <= now) return "expired";
  return not_before !== undefined && Date.parse(not_before) > now ? "disabled" : status;
}

export function shownToken(token: Token): object {
  const { hash: _, owner: __, status: ___, ...rest } = token;
  return { ...rest, status: stateOf(token) === "expired" ? "expired" : token.status, last_used_on: null };
}
