import type { FastifyInstance, FastifyRequest } from "fastify";
import { root } from "./api.ts";
import { refuse } from "./envelope.ts";
import { digest } from "./ids.ts";
import { allows } from "./tokens/permission.ts";
import { stateOf, type Token } from "./tokens/token.ts";
import type { World } from "./world.ts";

/** Lets in whoever brings a token that is alive, to what it allows. Global API keys are of the past, and nobody has one here. */
export function authenticate(app: FastifyInstance, world: World): void {
  app.addHook("onRequest", async (request) => {
    if (!request.url.startsWith(`${root}/`)) return;
    const token = bearer(world, request.headers);
    if (token && stateOf(token) === "active") {
      const [path = ""] = request.url.slice(root.length).split("?");
      if (allows(token, request.method, path)) return;
      refuse(403, 10_000, "Authentication error");
    }
    // These two are asked by who wants to know whether a token works, and say so in words of their own.
    if (/\/tokens\/verify$/.test(request.url)) refuse(401, 1000, "Invalid API Token");
    refuse(403, 9109, "Invalid access token");
  });
}

/** Whose request it is: what the header holds, looked up. */
export function bearer(world: World, headers: FastifyRequest["headers"]): Token | undefined {
  const { authorization } = headers;
  if (authorization === undefined) {
    if (headers["x-auth-key"] !== undefined) refuse(403, 9103, "Unknown X-Auth-Key or X-Auth-Email");
    refuse(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
  }
  const value = /^Bearer ([\w-]{40,80})$/.exec(authorization)?.[1];
  if (value === undefined) {
    const chain = [{ code: 6111, message: "Invalid format for Authorization header" }];
    refuse(400, 6003, "Invalid request headers", chain);
  }
  const hash = digest(value);
  return world.tokens.all().find((token) => token.hash === hash);
}
