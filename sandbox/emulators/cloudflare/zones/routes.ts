import type { Api } from "../api.ts";
import { bearer } from "../authentication.ts";
import { ok, refuse } from "../envelope.ts";
import { Fields } from "../fields.ts";
import { hexId, now } from "../ids.ts";
import { page, type Query } from "../paging.ts";
import { sees } from "../tokens/permission.ts";
import type { World } from "../world.ts";
import { madeZone, shownZone, type Zone } from "./zone.ts";

const types = ["full", "partial", "secondary", "internal"] as const;
const domain = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

export function zoneRoutes(api: Api, world: World): void {
  api.get("/zones", ({ query, headers }) => {
    const token = bearer(world, headers);
    const seen = world.zones.all().filter(({ id }) => token && sees(token, id));
    return page(sorted(matching(seen, query), query).map(shownZone), query, { usual: 20, most: 50 });
  });
  api.post("/zones", ({ body }) => {
    const fields = new Fields(body(), 1004);
    const name = fields.text("name").toLowerCase();
    if (!domain.test(name)) refuse(400, 1049, `${name} is not a registered domain`);
    const account = world.account(new Fields(fields.object("account") ?? {}, 1004).text("id"));
    const type = fields.choice("type", types);
    if (world.zones.all().some((zone) => zone.name === name)) refuse(400, 1061, `${name} already exists`);
    const zone = madeZone({ id: hexId(), name, account, plan: "free", type });
    return ok(shownZone(world.zones.put(zone.id, zone)));
  });
  api.get("/zones/:zone", ({ at }) => ok(shownZone(world.zone(at("zone")))));
  api.patch("/zones/:zone", ({ at, body }) => {
    const zone = world.zone(at("zone"));
    const fields = new Fields(body(), 1004);
    const changed: Zone = {
      ...zone,
      paused: fields.boolean("paused") ?? zone.paused,
      type: fields.choice("type", types) ?? zone.type,
      vanity_name_servers: fields.strings("vanity_name_servers") ?? zone.vanity_name_servers,
      modified_on: now("microseconds"),
    };
    return ok(shownZone(world.zones.put(zone.id, changed)));
  });
  api.put("/zones/:zone/activation_check", ({ at }) => {
    const { id } = world.zone(at("zone"));
    return ok({ id });
  });
  api.delete("/zones/:zone", ({ at }) => {
    const { id } = world.zone(at("zone"));
    world.zones.delete(id);
    for (const record of world.records.all()) if (record.zone === id) world.records.delete(record.id);
    for (const ruleset of world.rulesets.all()) if (ruleset.owner === id) world.rulesets.delete(ruleset.id);
    return ok({ id });
  });
}

function matching(zones: Zone[], query: Query): Zone[] {
  const tests = [
    query.name && ((zone: Zone) => compares(zone.name, query.name ?? "")),
    query.status && ((zone: Zone) => zone.status === query.status),
    query["account.id"] && ((zone: Zone) => zone.account.id === query["account.id"]),
    query["account.name"] && ((zone: Zone) => compares(zone.account.name, query["account.name"] ?? "")),
    query.type && ((zone: Zone) => (query.type ?? "").split(",").includes(zone.type)),
  ].filter((test) => typeof test === "function");
  if (tests.length === 0) return zones;
  return zones.filter((zone) =>
    query.match === "any" ? tests.some((test) => test(zone)) : tests.every((test) => test(zone)),
  );
}

/** Names can be compared in other ways than for equality: `contains:example`. */
function compares(value: string, wanted: string): boolean {
  const [, operator = "equal", text = wanted] =
    /^(equal|not_equal|starts_with|ends_with|contains|starts_with_case_sensitive|ends_with_case_sensitive|contains_case_sensitive):(.*)$/.exec(
      wanted,
    ) ?? [];
  const [left, right] = operator.endsWith("_case_sensitive")
    ? [value, text]
    : [value.toLowerCase(), text.toLowerCase()];
  if (operator.startsWith("contains")) return left.includes(right);
  if (operator.startsWith("starts_with")) return left.startsWith(right);
  if (operator.startsWith("ends_with")) return left.endsWith(right);
  return operator === "not_equal" ? left !== right : left === right;
}

function sorted(zones: Zone[], { order, direction }: Query): Zone[] {
  const key = (zone: Zone) =>
    ({ status: zone.status, "account.id": zone.account.id, "account.name": zone.account.name })[
      order ?? ""
    ] ?? zone.name;
  const ascending = zones.toSorted((a, b) => key(a).localeCompare(key(b)));
  return direction === "desc" ? ascending.reverse() : ascending;
}
