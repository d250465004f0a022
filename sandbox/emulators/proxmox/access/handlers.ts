import { randomUUID } from "node:crypto";
import { type Call, type Handlers, PveError } from "../api/call.ts";
import { listItems } from "../api/formats.ts";
import {
  type Acl,
  aclsOf,
  groupsOf,
  hashed,
  isPassword,
  rolesOf,
  type Token,
  tokensOf,
  type User,
  usersOf,
} from "./accounts.ts";
import { checkUser, newTicket, userOfTicket } from "./authentication.ts";
import { privilegesOf } from "./permissions.ts";
import { allPrivileges } from "./roles.ts";

export const accessHandlers: Handlers = {
  "POST /access/ticket": login,
  "GET /access/permissions": permissions,
  "PUT /access/password": (call) => {
    const user = foundUser(call);
    usersOf(call.datacenter).put(user.userid, { ...user, secret: hashed(String(call.parameters.password)) });
    return null;
  },

  "GET /access/users": ({ datacenter }) =>
    usersOf(datacenter)
      .all()
      .map(({ secret: _, groups: __, ...user }) => user),
  "POST /access/users": (call) => {
    const { datacenter, parameters } = call;
    const userid = String(parameters.userid);
    if (usersOf(datacenter).has(userid))
      throw new PveError(`create user failed: user '${userid}' already exists`);
    const realm = userid.split("@").at(-1);
    if (realm !== "pam" && realm !== "pve")
      throw new PveError(`create user failed: domain '${realm}' does not exist`);
    usersOf(datacenter).put(userid, changedUser({ userid, enable: 1, expire: 0, groups: [] }, call));
    return null;
  },
  "GET /access/users/{userid}": (call) => {
    const { secret: _, userid, ...user } = foundUser(call);
    const tokens = tokensOfUser(call, userid).map((token) => [token.tokenid, shownToken(token)]);
    return { ...user, tokens: Object.fromEntries(tokens) };
  },
  "PUT /access/users/{userid}": (call) => {
    const user = foundUser(call);
    usersOf(call.datacenter).put(user.userid, changedUser(user, call));
    return null;
  },
  "DELETE /access/users/{userid}": (call) => {
    const { userid } = foundUser(call);
    usersOf(call.datacenter).delete(userid);
    for (const { tokenid } of tokensOfUser(call, userid)) removeToken(call, `${userid}!${tokenid}`);
    removeAcls(call, (acl) => acl.ugid === userid);
    return null;
  },

  "GET /access/users/{userid}/token": (call) =>
    tokensOfUser(call, foundUser(call).userid).map((token) => ({
      tokenid: token.tokenid,
      ...shownToken(token),
    })),
  "POST /access/users/{userid}/token/{tokenid}": (call) => {
    const { userid } = foundUser(call);
    const tokenid = String(call.parameters.tokenid);
    const id = `${userid}!${tokenid}`;
    if (tokensOf(call.datacenter).has(id)) throw new PveError("Token already exists.", 400);
    const secret = randomUUID();
    const token = changedToken({ userid, tokenid, expire: 0, privsep: 1, secret: hashed(secret) }, call);
    tokensOf(call.datacenter).put(id, token);
    return { "full-tokenid": id, info: shownToken(token), value: secret };
  },
  "GET /access/users/{userid}/token/{tokenid}": (call) => shownToken(foundToken(call)),
  "PUT /access/users/{userid}/token/{tokenid}": (call) => {
    const old = foundToken(call);
    const secret = call.parameters.regenerate ? randomUUID() : undefined;
    const token = changedToken({ ...old, ...(secret && { secret: hashed(secret) }) }, call);
    tokensOf(call.datacenter).put(`${token.userid}!${token.tokenid}`, token);
    return { ...shownToken(token), ...(secret && { value: secret }) };
  },
  "DELETE /access/users/{userid}/token/{tokenid}": (call) => {
    const { userid, tokenid } = foundToken(call);
    removeToken(call, `${userid}!${tokenid}`);
    return null;
  },

  "GET /access/groups": (call) =>
    groupsOf(call.datacenter)
      .all()
      .map((group) => ({ ...group, users: membersOf(call, group.groupid).join(",") })),
  "POST /access/groups": ({ datacenter, parameters }) => {
    const groupid = String(parameters.groupid);
    if (groupsOf(datacenter).has(groupid))
      throw new PveError(`create group failed: group '${groupid}' already exists`);
    groupsOf(datacenter).put(groupid, { groupid, ...comment(parameters.comment) });
    return null;
  },
  "GET /access/groups/{groupid}": (call) => {
    const { groupid, ...group } = foundGroup(call);
    return { ...group, members: membersOf(call, groupid) };
  },
  "PUT /access/groups/{groupid}": (call) => {
    const { groupid } = foundGroup(call);
    groupsOf(call.datacenter).put(groupid, { groupid, ...comment(call.parameters.comment) });
    return null;
  },
  "DELETE /access/groups/{groupid}": (call) => {
    const { groupid } = foundGroup(call);
    groupsOf(call.datacenter).delete(groupid);
    const users = usersOf(call.datacenter);
    for (const user of users.all().filter(({ groups }) => groups.includes(groupid)))
      users.put(user.userid, { ...user, groups: user.groups.filter((each) => each !== groupid) });
    removeAcls(call, (acl) => acl.type === "group" && acl.ugid === groupid);
    return null;
  },

  "GET /access/roles": ({ datacenter }) =>
    rolesOf(datacenter)
      .all()
      .map(({ privs, ...role }) => ({ ...role, privs: privs.join(",") })),
  "POST /access/roles": ({ datacenter, parameters }) => {
    const roleid = String(parameters.roleid);
    if (rolesOf(datacenter).has(roleid))
      throw new PveError(`create role failed: role '${roleid}' already exists`);
    rolesOf(datacenter).put(roleid, { roleid, privs: privileges(parameters.privs), special: 0 });
    return null;
  },
  "GET /access/roles/{roleid}": (call) => Object.fromEntries(foundRole(call).privs.map((each) => [each, 1])),
  "PUT /access/roles/{roleid}": (call) => {
    const role = foundRole(call);
    if (role.special) throw new PveError(`auto-generated role '${role.roleid}' cannot be modified`);
    const privs = privileges(call.parameters.privs);
    const all = call.parameters.append ? [...new Set([...role.privs, ...privs])] : privs;
    rolesOf(call.datacenter).put(role.roleid, { ...role, privs: all });
    return null;
  },
  "DELETE /access/roles/{roleid}": (call) => {
    const { roleid, special } = foundRole(call);
    if (special) throw new PveError(`auto-generated role '${roleid}' cannot be deleted`);
    rolesOf(call.datacenter).delete(roleid);
    removeAcls(call, (acl) => acl.roleid === roleid);
    return null;
  },

  "GET /access/acl": ({ datacenter }) => aclsOf(datacenter).all(),
  "PUT /access/acl": changeAcl,
};

function login({ datacenter, parameters }: Call): unknown {
  const username = String(parameters.username);
  const userid =
    parameters.realm !== undefined && !username.includes("@") ? `${username}@${parameters.realm}` : username;
  const password = String(parameters.password);
  const user = usersOf(datacenter).get(userid);
  const fine = user && (isPassword(user.secret, password) || userOfTicket(password, datacenter) === userid);
  if (!fine) throw new PveError("authentication failure", 401);
  checkUser(userid, datacenter);
  const rights = [...privilegesOf(userid, "/", datacenter)].map((each) => [each, 1]);
  const cap = Object.fromEntries(
    ["access", "dc", "mapping", "nodes", "sdn", "storage", "vms"].map((area) => [
      area,
      Object.fromEntries(rights),
    ]),
  );
  return { username: userid, clustername: datacenter.seed.cluster, cap, ...newTicket(userid, datacenter) };
}

function permissions({ datacenter, caller, parameters }: Call): unknown {
  const of = String(parameters.userid ?? caller);
  const paths =
    parameters.path === undefined
      ? [
          "/",
          "/access",
          "/nodes",
          "/pool",
          "/sdn",
          "/storage",
          "/vms",
          ...aclsOf(datacenter)
            .all()
            .map(({ path }) => path),
        ]
      : [String(parameters.path)];
  const rights = paths.map((path) => [
    path,
    Object.fromEntries([...privilegesOf(of, path, datacenter)].map((each) => [each, 1])),
  ]);
  return Object.fromEntries(rights);
}

function foundUser({ datacenter, parameters }: Call): User {
  const user = usersOf(datacenter).get(String(parameters.userid));
  if (!user) throw new PveError(`no such user ('${parameters.userid}')`);
  return user;
}

function foundToken(call: Call): Token {
  const { datacenter, parameters } = call;
  const token = tokensOf(datacenter).get(`${foundUser(call).userid}!${parameters.tokenid}`);
  if (!token) throw new PveError(`no such token '${parameters.tokenid}' for user '${parameters.userid}'`);
  return token;
}

function foundGroup({ datacenter, parameters }: Call) {
  const group = groupsOf(datacenter).get(String(parameters.groupid));
  if (!group) throw new PveError(`group '${parameters.groupid}' does not exist`);
  return group;
}

function foundRole({ datacenter, parameters }: Call) {
  const role = rolesOf(datacenter).get(String(parameters.roleid));
  if (!role) throw new PveError(`role '${parameters.roleid}' does not exist`);
  return role;
}

function changedUser(user: User, { datacenter, parameters }: Call): User {
  const { userid: _, password, groups, append, ...rest } = parameters;
  const named = groups === undefined ? undefined : listItems(String(groups));
  for (const group of named ?? [])
    if (!groupsOf(datacenter).has(group)) throw new PveError(`no such group '${group}'`);
  return {
    ...user,
    ...rest,
    ...(named && { groups: append ? [...new Set([...user.groups, ...named])] : named }),
    ...(password !== undefined && { secret: hashed(String(password)) }),
  };
}

function changedToken(token: Token, { parameters }: Call): Token {
  const { comment, expire, privsep } = parameters;
  return {
    ...token,
    ...(comment !== undefined && { comment: String(comment) }),
    ...(expire !== undefined && { expire: Number(expire) }),
    ...(privsep !== undefined && { privsep: Number(privsep) }),
  };
}

function shownToken({ comment, expire, privsep }: Token) {
  return { expire, privsep, ...(comment !== undefined && { comment }) };
}

function tokensOfUser({ datacenter }: Call, userid: string): Token[] {
  return tokensOf(datacenter)
    .all()
    .filter((token) => token.userid === userid);
}

function membersOf({ datacenter }: Call, groupid: string): string[] {
  return usersOf(datacenter)
    .all()
    .filter(({ groups }) => groups.includes(groupid))
    .map(({ userid }) => userid);
}

function comment(text: unknown) {
  return text === undefined || text === "" ? {} : { comment: String(text) };
}

function privileges(text: unknown): string[] {
  const named = listItems(String(text ?? ""));
  for (const each of named)
    if (!allPrivileges.includes(each)) throw new PveError(`invalid privilege '${each}'`);
  return named;
}

function changeAcl(call: Call): null {
  const { datacenter, parameters } = call;
  const path = `/${String(parameters.path).replace(/^\/+|\/+$/g, "")}`;
  const propagate = Number(parameters.propagate ?? 1);
  const who: [Acl["type"], string, (id: string) => boolean][] = [
    ["user", "users", (id) => usersOf(datacenter).has(id)],
    ["group", "groups", (id) => groupsOf(datacenter).has(id)],
    ["token", "tokens", (id) => tokensOf(datacenter).has(id)],
  ];
  for (const roleid of listItems(String(parameters.roles))) {
    if (!rolesOf(datacenter).has(roleid)) throw new PveError(`role '${roleid}' does not exist`);
    for (const [type, parameter, exists] of who)
      for (const ugid of listItems(String(parameters[parameter] ?? ""))) {
        if (!exists(ugid)) throw new PveError(`${type} '${ugid}' does not exist`);
        const id = JSON.stringify([path, type, ugid, roleid]);
        if (parameters.delete) aclsOf(datacenter).delete(id);
        else aclsOf(datacenter).put(id, { path, type, ugid, roleid, propagate });
      }
  }
  return null;
}

function removeToken(call: Call, id: string): void {
  tokensOf(call.datacenter).delete(id);
  removeAcls(call, (acl) => acl.type === "token" && acl.ugid === id);
}

function removeAcls({ datacenter }: Call, goes: (acl: Acl) => boolean): void {
  for (const acl of aclsOf(datacenter).all().filter(goes))
    aclsOf(datacenter).delete(JSON.stringify([acl.path, acl.type, acl.ugid, acl.roleid]));
}
