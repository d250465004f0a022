import { createHash, randomBytes } from "node:crypto";
import type { Datacenter } from "../datacenter.ts";
import { builtInRoles } from "./roles.ts";

export interface User {
  userid: string;
  enable: number;
  expire: number;
  comment?: string;
  email?: string;
  firstname?: string;
  lastname?: string;
  keys?: string;
  groups: string[];
  /** Salted, and never shown. */
  secret?: string;
}

export interface Token {
  userid: string;
  tokenid: string;
  comment?: string;
  expire: number;
  privsep: number;
  secret: string;
}

export interface Group {
  groupid: string;
  comment?: string;
}

export interface Role {
  roleid: string;
  privs: string[];
  special: number;
}

/** Who may do what below a path. */
export interface Acl {
  path: string;
  type: "user" | "group" | "token";
  ugid: string;
  roleid: string;
  propagate: number;
}

export const usersOf = (datacenter: Datacenter) => datacenter.collection<User>("users");
export const tokensOf = (datacenter: Datacenter) => datacenter.collection<Token>("tokens");
export const groupsOf = (datacenter: Datacenter) => datacenter.collection<Group>("groups");
export const rolesOf = (datacenter: Datacenter) => datacenter.collection<Role>("roles");
export const aclsOf = (datacenter: Datacenter) => datacenter.collection<Acl>("acls");

/** Once: what a lab has changed since stays as it is. */
export function plantAccess(datacenter: Datacenter): void {
  const { seed } = datacenter;
  const [users, tokens, roles] = [usersOf(datacenter), tokensOf(datacenter), rolesOf(datacenter)];
  for (const [roleid, privs] of Object.entries(builtInRoles))
    if (!roles.has(roleid)) roles.put(roleid, { roleid, privs, special: 1 });
  for (const { id, password } of [{ id: "root@pam", password: undefined }, ...seed.users]) {
    const old = users.get(id) ?? { userid: id, enable: 1, expire: 0, groups: [] };
    if (password === undefined ? !users.has(id) : !isPassword(old.secret, password))
      users.put(id, { ...old, ...(password !== undefined && { secret: hashed(password) }) });
  }
  for (const { token, privsep } of seed.tokens) {
    const [, userid = "", tokenid = "", secret = ""] = /^([^!]+)!([^=]+)=(.+)$/.exec(token) ?? [];
    const id = `${userid}!${tokenid}`;
    if (tokens.get(id)?.secret !== hashed(secret, saltOf(tokens.get(id)?.secret)))
      tokens.put(id, { userid, tokenid, expire: 0, privsep: privsep ? 1 : 0, secret: hashed(secret) });
  }
}

export function hashed(secret: string, salt = randomBytes(8).toString("hex")): string {
  return `${salt}$${createHash("sha256").update(salt).update(secret).digest("hex")}`;
}

export function isPassword(kept: string | undefined, secret: string): boolean {
  return kept !== undefined && hashed(secret, saltOf(kept)) === kept;
}

function saltOf(kept: string | undefined): string | undefined {
  return kept?.split("$", 1)[0];
}
