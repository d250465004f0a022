import {
  boolean,
  defaulting,
  list,
  object,
  replacing,
  required,
  set,
  string,
} from "../../framework/shape.ts";
import { isObject, type Properties, type Value } from "../../framework/value.ts";
import type { Client } from "../client.ts";
import type { Kind, Property } from "../kind.ts";
import { flag, hidden, joined, output, part, steering, text, textAt } from "../words.ts";
import { listed } from "./listed.ts";

/** A moment, which the API keeps in seconds: none is never. */
const expirationDate: Property = {
  field: string,
  api: "expire",
  write: (value) => String(Math.floor(Date.parse(String(value)) / 1000)),
  read: (value) =>
    Number(value) > 0 ? `${new Date(Number(value) * 1000).toISOString().slice(0, 19)}Z` : undefined,
};

const acls: Property = {
  field: set(
    object("acl", {
      path: required(string),
      propagate: defaulting(boolean, false),
      roleId: required(string),
    }),
  ),
  api: "acls",
  write: () => undefined,
  read: (value) => value,
  filled: true,
};

const role: Kind = {
  name: "RoleLegacy",
  properties: {
    privileges: {
      ...joined("privs", required(set(string))),
      read: (value) => (Array.isArray(value) ? value : String(value).split(",")),
    },
    roleId: text("roleid", replacing(required(string))),
  },
  ...listed("/access/roles", "roleId"),
  // Of one role the API tells its privileges alone, as the keys of an object.
  async find(client, { roleId }, signal) {
    const told = await client.find({ path: `/access/roles/${part(roleId)}`, signal });
    return told && { privs: Object.keys(told), roleid: roleId ?? null };
  },
};

/** What a user or a group may do: entries of their own in the API, in the words of the resource that has them. */
function aclsOf(
  type: "user" | "group",
  idKey: string,
): Pick<Kind, "find" | "settle" | "remove"> & { path(id: Value | undefined): string } {
  const path = (id: Value | undefined) => `/access/${type}s/${part(id)}`;
  const entries = async (client: Client, id: Value | undefined, signal: AbortSignal) =>
    (await client.list({ path: "/access/acl", signal }))
      .filter((acl) => acl.type === type && acl.ugid === id)
      .map(
        (acl): Properties => ({
          path: acl.path ?? "",
          propagate: acl.propagate === 1,
          roleId: acl.roleid ?? "",
        }),
      );
  const put = (client: Client, id: Value | undefined, acl: Properties, gone: boolean, signal: AbortSignal) =>
    client.call({
      method: "PUT",
      path: "/access/acl",
      form: {
        path: textAt(acl, "path"),
        roles: textAt(acl, "roleId"),
        propagate: acl.propagate ? 1 : 0,
        [`${type}s`]: String(id),
        ...(gone && { delete: 1 }),
      },
      signal,
    });
  return {
    path,
    async find(client, inputs, signal) {
      const id = inputs[idKey];
      const found = await client.find({ path: path(id), signal });
      if (!found) return undefined;
      const acls = await entries(client, id, signal);
      return { ...found, [`${type}id`]: id ?? null, ...(acls.length > 0 && { acls }) };
    },
    // Only those that the program has said itself: others may be resources of their own.
    async settle(client, inputs, signal, before) {
      const id = inputs[idKey];
      const wanted = entriesOf(inputs);
      const same = (a: Properties, b: Properties) => a.path === b.path && a.roleId === b.roleId;
      for (const old of entriesOf(before ?? {}))
        if (!wanted.some((each) => same(each, old))) await put(client, id, old, true, signal);
      for (const each of wanted) await put(client, id, each, false, signal);
    },
    async remove(client, inputs, signal) {
      await client.drop({ path: path(inputs[idKey]), signal });
    },
  };
}

function entriesOf({ acls }: Properties): Properties[] {
  return Array.isArray(acls) ? acls.filter(isObject) : [];
}

const ofGroup = aclsOf("group", "groupId");
const ofUser = aclsOf("user", "userId");

const group: Kind = {
  name: "GroupLegacy",
  properties: {
    acls,
    comment: text("comment", defaulting(string, "")),
    groupId: text("groupid", replacing(required(string))),
    members: output({ field: list(string), api: "members", read: (value) => value }),
  },
  ...ofGroup,
  unsets: "empty",
  id: ({ groupId }) => String(groupId),
  named: (id) => ({ groupId: id }),
  list: () => "/access/groups",
  one: ({ groupId }) => ofGroup.path(groupId),
};

const user: Kind = {
  name: "UserLegacy",
  properties: {
    acls,
    comment: text("comment", defaulting(string, "")),
    email: text("email", defaulting(string, "")),
    enabled: flag("enable", defaulting(boolean, true)),
    expirationDate,
    firstName: text("firstname", defaulting(string, "")),
    groups: {
      ...joined("groups", set(string)),
      read: (value) => (Array.isArray(value) && value.length > 0 ? value : undefined),
    },
    keys: text("keys", defaulting(string, "")),
    lastName: text("lastname", defaulting(string, "")),
    password: hidden({ ...text("password"), write: (value) => String(value) || undefined }),
    userId: text("userid", replacing(required(string))),
  },
  ...ofUser,
  key: ["password"],
  unsets: "empty",
  secrets: ["password"],
  id: ({ userId }) => String(userId),
  named: (id) => ({ userId: id }),
  list: () => "/access/users",
  one: ({ userId }) => ofUser.path(userId),
};

const who = ["groupId", "tokenId", "userId"];

const acl: Kind = {
  name: "Acl",
  properties: {
    groupId: text("groups", replacing(string)),
    path: text("path", replacing(required(string))),
    propagate: flag("propagate", defaulting(boolean, true)),
    roleId: text("roles", replacing(required(string))),
    tokenId: text("tokens", replacing(string)),
    userId: text("users", replacing(string)),
  },
  rules: (inputs) =>
    who.filter((key) => inputs[key] !== undefined).length === 1
      ? []
      : [{ path: [], reason: "Acl needs exactly one of groupId, tokenId, userId" }],
  more: ({ path, roleId, groupId, tokenId, userId }) => ({
    path: String(path),
    roles: String(roleId),
    ...(groupId !== undefined && { groups: String(groupId) }),
    ...(tokenId !== undefined && { tokens: String(tokenId) }),
    ...(userId !== undefined && { users: String(userId) }),
  }),
  id: ({ path, roleId, groupId, tokenId, userId }) =>
    `${String(path)}?${String(groupId ?? tokenId ?? userId)}?${String(roleId)}`,
  named(id) {
    const [path = "", ugid = "", roleId = ""] = id.split("?");
    const key = ugid.includes("!") ? "tokenId" : ugid.includes("@") ? "userId" : "groupId";
    return { path, [key]: ugid, roleId };
  },
  one: () => "/access/acl",
  async find(client, { path, roleId, groupId, tokenId, userId }, signal) {
    const ugid = groupId ?? tokenId ?? userId;
    const all = await client.list({ path: "/access/acl", signal });
    const found = all.find((each) => each.path === path && each.roleid === roleId && each.ugid === ugid);
    return (
      found && {
        path: found.path ?? "",
        roles: found.roleid ?? "",
        propagate: found.propagate ?? 0,
        [`${String(found.type)}s`]: ugid ?? "",
      }
    );
  },
  async remove(client, inputs, signal) {
    const form = { ...acl.more?.(inputs), delete: 1 };
    await client.drop({ method: "PUT", path: "/access/acl", form, signal });
  },
};

const token: Kind = {
  name: "Token",
  properties: {
    comment: text("comment"),
    expirationDate,
    privilegesSeparation: flag("privsep", defaulting(boolean, true)),
    tokenName: steering(replacing(required(string))),
    userId: steering(replacing(required(string))),
    value: output({ field: string }),
  },
  secrets: ["value"],
  unsets: "empty",
  id: ({ userId, tokenName }) => `${String(userId)}!${String(tokenName)}`,
  named(id) {
    const [userId = "", tokenName = ""] = id.split("!");
    return { userId, tokenName };
  },
  creates: "POST",
  list: ({ userId, tokenName }) => `/access/users/${part(userId)}/token/${part(tokenName)}`,
  one: ({ userId, tokenName }) => `/access/users/${part(userId)}/token/${part(tokenName)}`,
  // The secret is told once, as the token is made.
  answered: ({ "full-tokenid": id, value }) => ({ value: `${String(id)}=${String(value)}` }),
};

export const access: { [type: string]: Kind } = {
  "index/roleLegacy:RoleLegacy": role,
  "index/groupLegacy:GroupLegacy": group,
  "index/userLegacy:UserLegacy": user,
  "index/acl:Acl": acl,
  "user/token:Token": token,
};
