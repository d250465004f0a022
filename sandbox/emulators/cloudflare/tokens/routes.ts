import type { Api, Body } from "../api.ts";
import { bearer } from "../authentication.ts";
import { ok, refuse } from "../envelope.ts";
import { Fields } from "../fields.ts";
import { digest, hexId, secret } from "../ids.ts";
import { page, type Query } from "../paging.ts";
import type { World } from "../world.ts";
import { permissionGroups } from "./permission-groups.ts";
import { madeToken, type Policy, shownToken, stateOf, type Token } from "./token.ts";

const statuses = ["active", "disabled"] as const;
const works = { code: 10_000, message: "This API Token is valid and active", type: null };

/** Tokens of the user, and tokens of an account: the same, but for whom they belong to. */
export function tokenRoutes(api: Api, world: World): void {
  tokensOf(api, world, "/user", () => "user");
  tokensOf(api, world, "/accounts/:account", (at) => world.account(at("account")).id);
}

function tokensOf(
  api: Api,
  world: World,
  parent: string,
  ownerOf: (at: (name: string) => string) => string,
): void {
  const found = (owner: string, id: string): Token => {
    const token = world.tokens.get(id);
    return token?.owner === owner ? token : refuse(404, 1003, "Token not found");
  };
  const all = `${parent}/tokens`;
  api.get(`${all}/verify`, ({ at, headers }) => {
    ownerOf(at);
    const token = bearer(world, headers) ?? refuse(401, 1000, "Invalid API Token");
    const { id, expires_on, not_before } = token;
    return ok({ id, status: stateOf(token), expires_on, not_before }, { messages: [works] });
  });
  api.get(`${all}/permission_groups`, ({ at, query }) => {
    ownerOf(at);
    return ok(permissionGroups.filter(({ name, scopes }) => isAsked(query, name, scopes)));
  });
  api.get(all, ({ at, query }) => {
    const owner = ownerOf(at);
    const mine = world.tokens.all().filter((token) => token.owner === owner);
    return page(mine.map(shownToken), query, { usual: 20, most: 50 });
  });
  api.post(all, ({ at, body }) => {
    const owner = ownerOf(at);
    const value = newValue();
    const token = madeToken({ ...wanted(body()), owner, hash: digest(value) });
    // The only time that the value is told.
    return ok({ ...shownToken(world.tokens.put(token.id, token)), value });
  });
  api.get(`${all}/:token`, ({ at }) => ok(shownToken(found(ownerOf(at), at("token")))));
  api.put(`${all}/:token`, ({ at, body }) => {
    const { id, owner, hash, issued_on } = found(ownerOf(at), at("token"));
    return ok(shownToken(world.tokens.put(id, madeToken({ ...wanted(body()), id, owner, hash, issued_on }))));
  });
  api.put(`${all}/:token/value`, ({ at }) => {
    const token = found(ownerOf(at), at("token"));
    const value = newValue();
    world.tokens.put(token.id, { ...token, hash: digest(value) });
    return ok(value);
  });
  api.delete(`${all}/:token`, ({ at }) => {
    const { id } = found(ownerOf(at), at("token"));
    world.tokens.delete(id);
    return ok({ id });
  });
}

function isAsked(query: Query, name: string, scopes: string[]): boolean {
  return (query.name ?? name) === name && (query.scope === undefined || scopes.includes(query.scope));
}

function newValue(): string {
  return secret(20);
}

function wanted(body: Body) {
  const fields = new Fields(body, 1001);
  const policies = fields.objects("policies") ?? [];
  if (policies.length === 0) refuse(400, 1001, "policies has to hold at least one policy");
  const [not_before, expires_on] = [fields.time("not_before"), fields.time("expires_on")];
  if (expires_on !== undefined && Date.parse(expires_on) <= Date.now())
    refuse(400, 1001, "expires_on is in the past");
  const condition = fields.object("condition");
  return {
    name: fields.text("name"),
    status: fields.choice("status", statuses) ?? "active",
    policies: policies.map(policyOf),
    ...(condition && { condition }),
    ...(not_before !== undefined && { not_before }),
    ...(expires_on !== undefined && { expires_on }),
  };
}

function policyOf(body: Body): Policy {
  const fields = new Fields(body, 1001);
  const groups = fields.objects("permission_groups") ?? [];
  if (groups.length === 0) refuse(400, 1001, "permission_groups has to hold at least one group");
  const resources = fields.object("resources") ?? {};
  const wrong = Object.keys(resources).find((name) => !name.startsWith("com.cloudflare."));
  if (wrong !== undefined || Object.keys(resources).length === 0)
    refuse(
      400,
      1001,
      `resources: ${wrong ?? "nothing"} is no resource such as com.cloudflare.api.account.zone.<id>`,
    );
  return {
    id: hexId(),
    effect: fields.choice("effect", ["allow", "deny"]) ?? refuse(400, 1001, "effect is required"),
    resources,
    permission_groups: groups.map(({ id }) => {
      const group =
        permissionGroups.find((each) => each.id === id) ??
        refuse(400, 1001, `there is no permission group ${id}`);
      return { id: group.id, name: group.name };
    }),
  };
}
