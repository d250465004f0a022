import type { Api, Body } from "../api.ts";
import { ok, refuse } from "../envelope.ts";
import { now } from "../ids.ts";
import { type Level, levels } from "../owners.ts";
import { page, type Query } from "../paging.ts";
import type { World } from "../world.ts";
import { applicationFrom, shownApplication } from "./application.ts";
import { groupFrom, shownGroup } from "./group.ts";
import { providerFrom, shownProvider } from "./identity-provider.ts";
import { policyFrom, shownPolicy, usersOf } from "./policy.ts";
import type { AccessApplication, AccessGroup, Rules } from "./records.ts";
import { refuseUnknown } from "./refusals.ts";
import { speakOf } from "./rules.ts";
import { changed, expiry, issue, rotated, shownToken } from "./service-token.ts";

export function accessRoutes(api: Api, world: World): void {
  for (const level of levels) {
    applications(api, world, level);
    groups(api, world, level);
    serviceTokens(api, world, level);
    identityProviders(api, world, level);
    organizations(api, world, level);
  }
  policies(api, world);
}

const size = { usual: 1000, most: 1000 };

/** Those of one account or zone; where the name is asked for, those that are called so. */
function owned<T extends { owner: string; name: string }>(
  items: T[],
  owner: string,
  { name, search }: Query,
): T[] {
  return items.filter(
    (each) => each.owner === owner && each.name === (name ?? each.name) && each.name.includes(search ?? ""),
  );
}

function ownedOne<T extends { owner: string }>(item: T | undefined, owner: string, what: string): T {
  return item?.owner === owner ? item : refuseUnknown(what);
}

function ownerOf(world: World, level: Level, id: string): string {
  world.accountOf(level, id);
  return id;
}

function applications(api: Api, world: World, level: Level): void {
  const all = `/${level}/:owner/access/apps`;
  const found = (owner: string, id: string): AccessApplication => {
    const byAud = world.applications.all().find(({ aud }) => aud === id);
    return ownedOne(world.applications.get(id) ?? byAud, ownerOf(world, level, owner), "application");
  };
  const saved = (application: AccessApplication) => {
    const taken = world.applications
      .all()
      .some(
        ({ id, domain }) => id !== application.id && domain !== undefined && domain === application.domain,
      );
    if (taken) refuse(409, 11_010, "access.api.error.application_already_exists");
    return ok(shownApplication(world.applications.put(application.id, application), world));
  };
  api.get(all, ({ at, query }) => {
    const mine = owned(world.applications.all(), ownerOf(world, level, at("owner")), query);
    const asked = mine.filter(
      ({ domain, aud }) => (query.domain ?? domain) === domain && (query.aud ?? aud) === aud,
    );
    return page(
      asked.map((each) => shownApplication(each, world)),
      query,
      size,
    );
  });
  api.post(all, ({ at, body }) => saved(applicationFrom(body(), ownerOf(world, level, at("owner")), world)));
  api.get(`${all}/:id`, ({ at }) => ok(shownApplication(found(at("owner"), at("id")), world)));
  api.put(`${all}/:id`, ({ at, body }) => {
    const application = found(at("owner"), at("id"));
    return saved(applicationFrom(body(), application.owner, world, application));
  });
  api.delete(`${all}/:id`, ({ at }) => {
    const { id } = found(at("owner"), at("id"));
    world.applications.delete(id);
    return ok({ id });
  });
}

function groups(api: Api, world: World, level: Level): void {
  const all = `/${level}/:owner/access/groups`;
  const found = (owner: string, id: string): AccessGroup =>
    ownedOne(world.groups.get(id), ownerOf(world, level, owner), "group");
  const saved = (group: AccessGroup) => ok(shownGroup(world.groups.put(group.id, group)));
  api.get(all, ({ at, query }) =>
    page(owned(world.groups.all(), ownerOf(world, level, at("owner")), query).map(shownGroup), query, size),
  );
  api.post(all, ({ at, body }) => saved(groupFrom(body(), ownerOf(world, level, at("owner")), world)));
  api.get(`${all}/:id`, ({ at }) => ok(shownGroup(found(at("owner"), at("id")))));
  api.put(`${all}/:id`, ({ at, body }) => {
    const group = found(at("owner"), at("id"));
    return saved(groupFrom(body(), group.owner, world, group));
  });
  api.delete(`${all}/:id`, ({ at }) => {
    const { id } = found(at("owner"), at("id"));
    refuseInUse(world, "group", "id", id);
    world.groups.delete(id);
    return ok({ id });
  });
}

function serviceTokens(api: Api, world: World, level: Level): void {
  const all = `/${level}/:owner/access/service_tokens`;
  const found = (owner: string, id: string) =>
    ownedOne(world.serviceTokens.get(id), ownerOf(world, level, owner), "service token");
  const saved = (issued: ReturnType<typeof issue>) => {
    world.serviceTokens.put(issued.token.id, issued.token);
    return ok(shownToken(issued));
  };
  api.get(all, ({ at, query }) => {
    const tokens = owned(world.serviceTokens.all(), ownerOf(world, level, at("owner")), query);
    return page(
      tokens.map((token) => shownToken({ token })),
      query,
      size,
    );
  });
  api.post(all, ({ at, body }) => saved(issue(body(), ownerOf(world, level, at("owner")))));
  api.get(`${all}/:id`, ({ at }) => ok(shownToken({ token: found(at("owner"), at("id")) })));
  api.put(`${all}/:id`, ({ at, body }) => saved(changed(found(at("owner"), at("id")), body())));
  api.post(`${all}/:id/rotate`, ({ at }) => {
    const token = found(at("owner"), at("id"));
    return saved(rotated({ ...token, client_secret_version: token.client_secret_version + 1 }));
  });
  api.post(`${all}/:id/refresh`, ({ at }) => {
    const token = found(at("owner"), at("id"));
    return saved({ token: { ...token, expires_at: expiry(token.duration), updated_at: now("seconds") } });
  });
  api.delete(`${all}/:id`, ({ at }) => {
    const token = found(at("owner"), at("id"));
    refuseInUse(world, "service_token", "token_id", token.id);
    world.serviceTokens.delete(token.id);
    return ok(shownToken({ token }));
  });
}

/** A rule that speaks of nobody would let in whom nobody meant. */
function refuseInUse(world: World, selector: string, key: string, id: string): void {
  const rules: Rules[] = [
    ...world.groups.all(),
    ...world.policies.all(),
    ...world.applications.all().flatMap(({ policies }) => policies.flatMap(({ own }) => own ?? [])),
  ];
  if (rules.some((each) => speakOf(each, selector, key, id)))
    refuse(400, 12_139, `access.api.error.in_use: a rule still refers to this ${selector.replace("_", " ")}`);
}

function identityProviders(api: Api, world: World, level: Level): void {
  const all = `/${level}/:owner/access/identity_providers`;
  const found = (owner: string, id: string) =>
    ownedOne(world.identityProviders.get(id), ownerOf(world, level, owner), "identity provider");
  const saved = (provider: ReturnType<typeof providerFrom>) =>
    ok(shownProvider(world.identityProviders.put(provider.id, provider)));
  api.get(all, ({ at, query }) =>
    page(
      owned(world.identityProviders.all(), ownerOf(world, level, at("owner")), query).map(shownProvider),
      query,
      size,
    ),
  );
  api.post(all, ({ at, body }) => saved(providerFrom(body(), ownerOf(world, level, at("owner")))));
  api.get(`${all}/:id`, ({ at }) => ok(shownProvider(found(at("owner"), at("id")))));
  api.put(`${all}/:id`, ({ at, body }) => {
    const provider = found(at("owner"), at("id"));
    return saved(providerFrom(body(), provider.owner, provider));
  });
  api.delete(`${all}/:id`, ({ at }) => {
    const { id } = found(at("owner"), at("id"));
    refuseInUse(world, "login_method", "id", id);
    world.identityProviders.delete(id);
    return ok({ id });
  });
}

function organizations(api: Api, world: World, level: Level): void {
  const path = `/${level}/:owner/access/organizations`;
  const found = (owner: string) =>
    world.organizations.get(world.accountOf(level, owner)) ??
    refuseUnknown("Access is not enabled for this account");
  api.get(path, ({ at }) => ok(found(at("owner"))));
  api.put(path, ({ at, body }) => {
    const organization = found(at("owner"));
    const changes: Body = { ...body(), created_at: organization.created_at, updated_at: now("seconds") };
    return ok(world.organizations.put(world.accountOf(level, at("owner")), { ...organization, ...changes }));
  });
}

function policies(api: Api, world: World): void {
  const all = "/accounts/:account/access/policies";
  const found = (account: string, id: string) => {
    const policy = world.policies.get(id);
    return policy?.account === world.account(account).id ? policy : refuseUnknown("policy");
  };
  const saved = (policy: ReturnType<typeof policyFrom>) =>
    ok(shownPolicy(world.policies.put(policy.id, policy), world));
  api.get(all, ({ at, query }) => {
    const { id } = world.account(at("account"));
    const mine = world.policies.all().filter(({ account }) => account === id);
    return page(
      mine.map((each) => shownPolicy(each, world)),
      query,
      size,
    );
  });
  api.post(all, ({ at, body }) => saved(policyFrom(body(), world.account(at("account")).id, world)));
  api.get(`${all}/:id`, ({ at }) => ok(shownPolicy(found(at("account"), at("id")), world)));
  api.put(`${all}/:id`, ({ at, body }) => {
    const policy = found(at("account"), at("id"));
    return saved(policyFrom(body(), policy.account, world, policy));
  });
  api.delete(`${all}/:id`, ({ at }) => {
    const { id } = found(at("account"), at("id"));
    if (usersOf(id, world) > 0)
      refuse(400, 12_138, "access.api.error.policy_in_use: an application still refers to this policy");
    world.policies.delete(id);
    return ok({ id });
  });
}
