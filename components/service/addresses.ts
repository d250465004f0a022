import { hostOf, ownUrlOf, portOf, secretOf, secretValue, text } from "./value.ts";

/** Where the database of a service is, with its user and password, which follow from its `database`. */
export const databaseUrl = (server: string, service: string) =>
  text`postgresql://${service}:${secretValue("database")}@${hostOf(server)}:${portOf(server)}/${service}`;

/** One of the databases of a Redis, which counts them: who shares it takes a number of its own. */
export const redisUrl = (server: string, number: number) =>
  text`redis://:${secretOf(server, "password")}@${hostOf(server)}:${portOf(server)}/${String(number)}`;

/** Where Authentik answers for one of its clients, by the names that OpenID Connect has for it. */
export function openIdOf(authentik: string, client: string) {
  const there = text`${ownUrlOf(authentik, "public")}/application/o`;
  return {
    issuer: text`${there}/${client}/`,
    discovery: text`${there}/${client}/.well-known/openid-configuration`,
    authorize: text`${there}/authorize/`,
    token: text`${there}/token/`,
    userInfo: text`${there}/userinfo/`,
  };
}
