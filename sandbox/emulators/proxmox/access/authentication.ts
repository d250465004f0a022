import { createHmac, randomBytes } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { PveError } from "../api/index.ts";
import type { Datacenter } from "../datacenter.ts";
import { isPassword, tokensOf, usersOf } from "./accounts.ts";

const ticketSeconds = 2 * 60 * 60;

/** Who asks, by a token or by the ticket of a login; a change by ticket needs the token against forgery, too. */
export function authenticated(request: FastifyRequest, datacenter: Datacenter): string {
  const token = /^PVEAPIToken=([^!]+![^=]+)=(.+)$/.exec(request.headers.authorization ?? "");
  if (token) return callerOfToken(token[1] ?? "", token[2] ?? "", datacenter);
  const ticket = /(?:^|;\s*)PVEAuthCookie=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
  if (ticket === undefined) throw new PveError("No ticket", 401);
  const userid = userOfTicket(decodeURIComponent(ticket), datacenter);
  if (userid === undefined) throw new PveError("permission denied - invalid PVE ticket", 401);
  const csrf = String(request.headers.csrfpreventiontoken ?? "");
  if (request.method !== "GET" && !isCsrfToken(csrf, userid, datacenter))
    throw new PveError("Permission denied - invalid csrf token", 401);
  return userid;
}

function callerOfToken(id: string, secret: string, datacenter: Datacenter): string {
  const token = tokensOf(datacenter).get(id);
  if (!token) throw new PveError(`no such token '${id.split("!")[1]}' for user '${id.split("!")[0]}'`, 401);
  if (!isPassword(token.secret, secret)) throw new PveError("invalid token value!", 401);
  if (isExpired(token.expire)) throw new PveError(`token '${id}' access expired`, 401);
  checkUser(token.userid, datacenter);
  return id;
}

export function checkUser(userid: string, datacenter: Datacenter): void {
  const user = usersOf(datacenter).get(userid);
  if (!user) throw new PveError(`no such user ('${userid}')`, 401);
  if (!user.enable) throw new PveError(`user '${userid}' is disabled`, 401);
  if (isExpired(user.expire)) throw new PveError(`user '${userid}' access expired`, 401);
}

function isExpired(expire: number): boolean {
  return expire > 0 && expire < Date.now() / 1000;
}

export function newTicket(
  userid: string,
  datacenter: Datacenter,
): { ticket: string; CSRFPreventionToken: string } {
  const time = Math.floor(Date.now() / 1000)
    .toString(16)
    .toUpperCase();
  const plain = `PVE:${userid}:${time}`;
  return {
    ticket: `${plain}::${signed(plain, datacenter)}`,
    CSRFPreventionToken: `${time}:${signed(`${time}:${userid}`, datacenter)}`,
  };
}

export function userOfTicket(ticket: string, datacenter: Datacenter): string | undefined {
  const [, plain = "", userid, time = "", signature] = /^(PVE:([^:]+):([0-9A-F]+))::(.+)$/.exec(ticket) ?? [];
  const isOurs = signature === signed(plain, datacenter) && isFresh(time);
  return isOurs ? userid : undefined;
}

function isCsrfToken(token: string, userid: string, datacenter: Datacenter): boolean {
  const [time = "", signature] = token.split(":");
  return isFresh(time) && signature === signed(`${time}:${userid}`, datacenter);
}

function isFresh(time: string): boolean {
  return Math.abs(Date.now() / 1000 - Number.parseInt(time, 16)) < ticketSeconds;
}

function signed(text: string, datacenter: Datacenter): string {
  const keys = datacenter.collection<string>("keys");
  const key = keys.get("tickets") ?? keys.put("tickets", randomBytes(32).toString("hex"));
  return createHmac("sha256", key).update(text).digest("base64");
}
