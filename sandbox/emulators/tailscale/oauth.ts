import type { FastifyInstance, FastifyRequest } from "fastify";
import { ApiError } from "../framework/index.ts";
import { textOf } from "./body.ts";
import { isSame } from "./caller.ts";
import { hashOf, randomWord, type State } from "./state.ts";

const lifetimeSeconds = 3600;

/** Access tokens for the id and the secret of an OAuth client. */
export function oauthRoutes(app: FastifyInstance, { keys, tokens }: State): void {
  app.post("/api/v2/oauth/token", (request) => {
    const form = new URLSearchParams(textOf(request));
    const { id, secret } = credentialsOf(request, form);
    const client = keys.get(id);
    if (client?.keyType !== "client" || client.revoked || !isSame(client.secretHash ?? "", hashOf(secret)))
      throw new ApiError(401, "API token invalid");
    const grant = form.get("grant_type");
    if (grant !== null && grant !== "client_credentials")
      throw new ApiError(400, `unsupported grant_type "${grant}": it has to be client_credentials`);

    const scopes = narrowed(form.get("scope"), client.scopes, covers, "scope");
    const tags = narrowed(form.get("tags"), client.tags, (own, tag) => own.includes(tag), "tag");
    const token = `tskey-api-${client.id}-${randomWord(32)}`;
    tokens.put(hashOf(token), { client: id, scopes, tags, expires: Date.now() + lifetimeSeconds * 1000 });
    return {
      access_token: token,
      token_type: "Bearer",
      expires_in: lifetimeSeconds,
      scope: scopes.join(" "),
    };
  });
}

/** In the form or in the header: clients try both. */
function credentialsOf({ headers }: FastifyRequest, form: URLSearchParams) {
  const basic = /^Basic\s+(.+)$/i.exec(headers.authorization ?? "")?.[1];
  const [id, secret] = basic
    ? Buffer.from(basic, "base64").toString().split(":").map(decodeURIComponent)
    : [];
  return { id: form.get("client_id") ?? id ?? "", secret: form.get("client_secret") ?? secret ?? "" };
}

function narrowed(
  asked: string | null,
  own: string[],
  allows: (own: string[], each: string) => boolean,
  noun: string,
): string[] {
  const wanted = asked?.split(/[\s,]+/).filter(Boolean) ?? [];
  const refused = wanted.find((each) => !allows(own, each));
  if (refused !== undefined) throw new ApiError(403, `the client does not have the ${noun} "${refused}"`);
  return wanted.length > 0 ? wanted : own;
}

function covers(own: string[], scope: string): boolean {
  const whole = scope.replace(/:read$/, "");
  return own.includes(scope) || own.includes(whole) || own.includes("all");
}
