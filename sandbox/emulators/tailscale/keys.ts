import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { ApiError } from "../framework/index.ts";
import { bodyOf, flag, text, words } from "./body.ts";
import { demand } from "./caller.ts";
import {
  hashOf,
  type Key,
  randomWord,
  type State,
  stableId,
  type TrustCredential,
  timestamp,
} from "./state.ts";
import { checkTags } from "./tags.ts";

const all = "/api/v2/tailnet/:tailnet/keys";
const one = `${all}/:key`;
const longestSeconds = 90 * 24 * 3600;

const description = text.refine((value) => /^[\w -]{0,50}$/.test(value), {
  error: "has to be at most 50 letters, digits, dashes and spaces",
});

const authKey = z.object({
  capabilities: z.object({
    devices: z.object({
      create: z.object({ reusable: flag, ephemeral: flag, preauthorized: flag, tags: words }),
    }),
  }),
  expirySeconds: z
    .int()
    .nullish()
    .transform((seconds) => seconds || longestSeconds)
    .refine((seconds) => seconds > 0 && seconds <= longestSeconds, {
      error: `has to be from 1 to ${longestSeconds} (90 days)`,
    }),
  description,
});

const trust = z.object({ description, scopes: words, tags: words });
const federation = z.object({
  audience: text,
  issuer: z.url({ protocol: /^https$/, error: "has to be a URL with https" }),
  subject: z.string().min(1),
  customClaimRules: z
    .record(z.string(), z.string())
    .nullish()
    .transform((rules) => rules ?? {}),
});

const scopeOf = { auth: "auth_keys", client: "oauth_keys", federated: "federated_keys" };
const kind = z.object({ keyType: z.enum(["auth", "client", "federated"]).default("auth") });

/** The keys that machines join with, and the credentials that programs have. */
export function keyRoutes(app: FastifyInstance, state: State): void {
  const { keys } = state;
  const found = (request: FastifyRequest): Key => {
    const key = keys.get((request.params as { key: string }).key);
    if (!key) throw new ApiError(404, "API key not found");
    demand(request, [scopeOf[key.keyType]]);
    return key;
  };

  app.get(all, () => ({
    keys: keys
      .all()
      .filter((key) => !isInvalid(key))
      .map(viewOf),
  }));
  app.get(one, (request) => viewOf(found(request)));
  // It stays to be seen for a while, as one that is revoked.
  app.delete(one, (request) => {
    const key = found(request);
    keys.put(key.id, { ...key, revoked: key.revoked ?? timestamp() });
    return {};
  });

  app.post(all, (request) => {
    const { keyType } = bodyOf(request, kind);
    demand(request, [scopeOf[keyType]]);
    const made = keyType === "auth" ? makeAuthKey(request, state) : makeTrust(request, keyType, state);
    keys.put(made.key.id, made.key);
    return { ...viewOf(made.key), ...(made.secret !== undefined && { key: made.secret }) };
  });
  app.put(one, (request) => {
    const key = found(request);
    if (key.keyType === "auth" || key.revoked) throw new ApiError(400, "this key cannot be changed");
    const changed: TrustCredential = { ...key, ...trustOf(request, state), updated: timestamp() };
    if (key.federation) {
      const given = bodyOf(request, federation);
      changed.federation = { ...given, audience: given.audience || key.federation.audience };
    }
    return viewOf(keys.put(key.id, changed));
  });
}

interface Made {
  key: Key;
  /** Told this once, and never again. */
  secret?: string;
}

function makeAuthKey(request: FastifyRequest, state: State): Made {
  const { capabilities, expirySeconds, description } = bodyOf(request, authKey);
  const { create } = capabilities.devices;
  if (create.tags.length === 0 && request.caller.userId === "")
    throw new ApiError(400, "tailnet-owned auth key must have tags set");
  checkTags(create.tags, request.caller, state);
  const id = stableId("k");
  const created = Date.now();
  const key: Key = {
    id,
    keyType: "auth",
    description,
    created: timestamp(created),
    expires: timestamp(created + expirySeconds * 1000),
    expirySeconds,
    create,
    userId: request.caller.userId,
  };
  return { key, secret: `tskey-auth-${id}-${randomWord(32)}` };
}

function makeTrust(request: FastifyRequest, keyType: TrustCredential["keyType"], state: State): Made {
  const id = stableId("k");
  const created = timestamp();
  const base = {
    id,
    keyType,
    created,
    updated: created,
    userId: request.caller.userId,
    ...trustOf(request, state),
  };
  if (keyType === "federated") {
    const federated = bodyOf(request, federation);
    const audience = federated.audience || `api.tailscale.com/${id}`;
    return { key: { ...base, federation: { ...federated, audience } } };
  }
  const secret = `tskey-client-${id}-${randomWord(32)}`;
  return { key: { ...base, secretHash: hashOf(secret) }, secret };
}

function trustOf(request: FastifyRequest, state: State) {
  const { description, scopes, tags } = bodyOf(request, trust);
  const wrong = scopes.find((scope) => !/^[a-z_-]+(:[a-z_]+){0,2}$/.test(scope));
  if (wrong !== undefined || scopes.length === 0)
    throw new ApiError(
      400,
      wrong === undefined ? "at least one scope is required" : `invalid scope "${wrong}"`,
    );
  if (tags.length === 0 && scopes.some((scope) => ["devices:core", "auth_keys"].includes(scope)))
    throw new ApiError(400, 'tags are required for the scopes "devices:core" and "auth_keys"');
  checkTags(tags, request.caller, state);
  return { description, scopes, tags };
}

function isInvalid(key: Key): boolean {
  return key.revoked !== undefined || (key.keyType === "auth" && Date.parse(key.expires) < Date.now());
}

function viewOf(key: Key) {
  const { id, keyType, description, created, userId, revoked } = key;
  const own = {
    id,
    keyType,
    description,
    created,
    userId,
    invalid: isInvalid(key),
    ...(revoked && { revoked }),
  };
  if (key.keyType === "auth") {
    const { expires, expirySeconds, create } = key;
    return { ...own, expires, expirySeconds, capabilities: { devices: { create } } };
  }
  const { updated, scopes, tags, federation } = key;
  return { ...own, updated, scopes, tags, ...federation };
}
