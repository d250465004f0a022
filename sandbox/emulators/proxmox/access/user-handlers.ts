import { randomUUID } from "node:crypto";
import { listItems } from "../api/formats.ts";
import { type Call, type Handlers, PveError } from "../api/index.ts";
import { groupsOf, hashed, type Token, tokensOf, type User, usersOf } from "./accounts.ts";
import { removeAcls } from "./acl-handlers.ts";

/** Users, and the tokens that they have. */
export const userHandlers: Handlers = {
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
};

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

function removeToken(call: Call, id: string): void {
  tokensOf(call.datacenter).delete(id);
  removeAcls(call, (acl) => acl.type === "token" && acl.ugid === id);
}
