import { type Call, PveError } from "../api/index.ts";
import type { Datacenter } from "../datacenter.ts";
import type { Permissions } from "../description/description.ts";
import { aclsOf, rolesOf, tokensOf, usersOf } from "./accounts.ts";
import { allPrivileges } from "./roles.ts";

/** Refuses a call that its caller has no right to, by the expression of the vendor's description. */
export function checkPermissions({ user, check }: Permissions, call: Call): void {
  if (user === "all" || call.caller === "root@pam") return;
  if (!check) throw new PveError("Permission check failed (user != root@pam)", 403);
  const complaint = complaintOf(check, call);
  if (complaint !== undefined) throw new PveError(`Permission check failed${complaint}`, 403);
}

/** For what depends on more than the path: the right to one thing among those that a call touches. */
export function demand(
  { datacenter, caller }: Pick<Call, "datacenter" | "caller">,
  path: string,
  ...privileges: string[]
): void {
  const held = privilegesOf(caller, path, datacenter);
  const missing = privileges.filter((each) => !held.has(each));
  if (missing.length > 0) throw new PveError(`Permission check failed (${path}, ${missing.join("|")})`, 403);
}

/** What is wrong, or undefined where all is well. */
function complaintOf(check: unknown[], call: Call): string | undefined {
  const [kind, ...rest] = check;
  const parts = rest.filter(Array.isArray) as unknown[][];
  switch (kind) {
    case "and":
      return first(parts, call);
    case "or":
      return parts.some((part) => complaintOf(part, call) === undefined) ? undefined : first(parts, call);
    case "perm":
      return permComplaint(String(rest[0]), rest[1] as string[], rest.includes("any"), call);
    case "perm-modify":
      return permComplaint(String(rest[0]), ["Permissions.Modify"], false, call);
    case "userid-param":
      if (rest[0] === "self") return call.parameters.userid === userOf(call.caller) ? undefined : "";
      return permComplaint("/access/realm/{realm}", [String(rest[0])], false, call);
    case "userid-group":
      return permComplaint("/access/groups", rest[0] as string[], true, call);
    default:
      return "";
  }
}

function first(parts: unknown[][], call: Call): string | undefined {
  return parts.map((part) => complaintOf(part, call)).find((complaint) => complaint !== undefined);
}

function permComplaint(template: string, privileges: string[], any: boolean, call: Call): string | undefined {
  const realm = String(call.parameters.userid ?? "").split("@")[1] ?? "";
  const path = template.replace(/\{(\w+)\}/g, (_, name) =>
    String(call.parameters[name] ?? (name === "realm" ? realm : "")),
  );
  const held = privilegesOf(call.caller, path, call.datacenter);
  const fine = any ? privileges.some((each) => held.has(each)) : privileges.every((each) => held.has(each));
  return fine ? undefined : ` (${path}, ${privileges.join("|")})`;
}

/** The rights at a path: a token has at most those of its user, and with privsep only what it was given itself. */
export function privilegesOf(caller: string, path: string, datacenter: Datacenter): Set<string> {
  const userid = userOf(caller);
  const paths = [path, ...poolOf(path, datacenter)];
  const of = (type: "user" | "token", ugid: string) =>
    new Set(paths.flatMap((each) => [...granted(type, ugid, each, datacenter)]));
  const ofUser = userid === "root@pam" ? new Set(allPrivileges) : of("user", userid);
  const token = tokensOf(datacenter).get(caller);
  if (!token?.privsep) return ofUser;
  const ofToken = of("token", caller);
  return new Set([...ofToken].filter((each) => ofUser.has(each)));
}

/** Whoever may do something with a pool may do it with the guests in it. */
function poolOf(path: string, { guests }: Datacenter): string[] {
  const [, vmid = ""] = /^\/vms\/(\d+)$/.exec(path) ?? [];
  const pool = guests.get(vmid)?.pool;
  return pool === undefined ? [] : [`/pool/${pool}`];
}

function userOf(caller: string): string {
  return caller.split("!", 1)[0] ?? "";
}

/** The nearest entry decides, and a user's own before that of a group. */
function granted(type: "user" | "token", ugid: string, path: string, datacenter: Datacenter): Set<string> {
  const groups = type === "user" ? (usersOf(datacenter).get(ugid)?.groups ?? []) : [];
  const acls = aclsOf(datacenter).all();
  for (const place of withParents(path)) {
    const here = acls.filter((acl) => acl.path === place && (acl.propagate === 1 || place === path));
    const own = here.filter((acl) => acl.type === type && acl.ugid === ugid);
    const entries =
      own.length > 0 ? own : here.filter((acl) => acl.type === "group" && groups.includes(acl.ugid));
    if (entries.length > 0)
      return new Set(entries.flatMap(({ roleid }) => rolesOf(datacenter).get(roleid)?.privs ?? []));
  }
  return new Set();
}

function withParents(path: string): string[] {
  const segments = path.split("/").filter((segment) => segment !== "");
  return [...segments.map((_, index) => `/${segments.slice(0, segments.length - index).join("/")}`), "/"];
}
