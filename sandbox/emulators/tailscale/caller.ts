import { timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { ApiError } from "../framework/index.ts";
import { type Planted, tailnetIdOf } from "./seed.ts";
import { hashOf, type State } from "./state.ts";

declare module "fastify" {
  interface FastifyRequest {
    caller: Caller;
  }
}

/** Whose request it is: a person's API key, or an access token with what it may do. */
export interface Caller {
  /** Empty where it is no person. */
  userId: string;
  scopes: string[];
  /** What a token may give to devices and keys; a person's key may give any. */
  tags: string[] | "any";
}

const nobody: Caller = { userId: "", scopes: [], tags: [] };

/** Which scope opens which paths. With ":read" after it, for reading only. */
const scopes: readonly (readonly [path: RegExp, scopes: readonly string[]])[] = [
  [/\/acl(\/|$)/, ["policy_file", "acl"]],
  [/\/dns\//, ["dns"]],
  [/\/device\/[^/]+\/routes$/, ["devices:routes", "routes"]],
  [/\/device\/[^/]+\/attributes/, ["devices:posture_attributes"]],
  [/\/devices?(\/|$)/, ["devices:core", "devices"]],
  [/\/keys(\/|$)/, ["auth_keys", "oauth_keys", "federated_keys"]],
  [/\/settings$/, ["feature_settings", "networking_settings", "policy_file"]],
  [/\/contacts(\/|$)/, ["account_settings"]],
  [/\/webhooks(\/|$)/, ["webhooks"]],
  [/\/users(\/|$)/, ["users"]],
  [/\/vip-services(\/|$)/, ["services"]],
  [/\/logging\//, ["log_streaming", "logs:configuration"]],
  [/\/aws-external-id$/, ["log_streaming"]],
  [/\/posture\/integrations(\/|$)/, ["feature_settings"]],
];

export function authenticate(app: FastifyInstance, state: State, seed: Planted): void {
  app.decorateRequest("caller", null as unknown as Caller);
  app.addHook("onRequest", async (request) => {
    const path = request.url.split("?", 1)[0] ?? "";
    request.caller = nobody;
    if (path === "/api/v2/oauth/token") return;
    request.caller = callerOf(tokenOf(request), state, seed);
    const { tailnet } = request.params as { tailnet?: string };
    if (tailnet !== undefined && !["-", seed.tailnet, tailnetIdOf(seed), seed.owner].includes(tailnet))
      throw new ApiError(404, "tailnet not found");
    const wanted = scopes.find(([paths]) => paths.test(path))?.[1];
    if (wanted) demand(request, wanted);
  });
}

/** Refuses whoever has none of these scopes. */
export function demand({ caller, method }: FastifyRequest, wanted: readonly string[]): void {
  const enough = ["all", ...wanted].flatMap((scope) =>
    method === "GET" ? [scope, `${scope}:read`] : [scope],
  );
  if (!enough.some((scope) => caller.scopes.includes(scope)))
    throw new ApiError(403, "calling actor does not have enough permissions to perform this function");
}

/** An API key comes as the name of basic authentication; a token, and a key as well, as a bearer's. */
function tokenOf({ headers }: FastifyRequest): string {
  const [, kind = "", value = ""] = /^(\w+)\s+(.+)$/.exec(headers.authorization ?? "") ?? [];
  if (kind.toLowerCase() === "bearer") return value;
  return kind.toLowerCase() === "basic" ? (Buffer.from(value, "base64").toString().split(":")[0] ?? "") : "";
}

function callerOf(token: string, state: State, seed: Planted): Caller {
  if (seed.apiKeys.some((key) => isSame(key, token))) {
    const owner = state.users.all().find(({ loginName }) => loginName === seed.owner);
    return { userId: owner?.id ?? "", scopes: ["all"], tags: "any" };
  }
  const known = state.tokens.get(hashOf(token));
  if (!known || known.expires < Date.now() || state.keys.get(known.client)?.revoked)
    throw new ApiError(401, "API token invalid");
  return { userId: "", scopes: known.scopes, tags: known.tags };
}

export function isSame(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(a)), Buffer.from(hashOf(b)));
}
