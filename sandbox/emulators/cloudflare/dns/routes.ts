import type { Api, Body } from "../api.ts";
import { ok, refuse } from "../envelope.ts";
import { isBody } from "../fields.ts";
import { page } from "../paging.ts";
import type { World } from "../world.ts";
import { refuseConflicts } from "./conflicts.ts";
import { type DnsRecord, recordFrom, shownRecord } from "./record.ts";
import { searched } from "./search.ts";

/** What a person can say of a record, and so what a PATCH leaves as it was. */
const sayable = [
  "name",
  "type",
  "content",
  "data",
  "priority",
  "proxied",
  "ttl",
  "comment",
  "tags",
  "settings",
  "private_routing",
] as const;

export function recordRoutes(api: Api, world: World): void {
  const found = (zone: string, id: string): DnsRecord => {
    if (!/^[0-9a-f]{32}$/.test(id))
      refuse(
        400,
        7003,
        `Could not route to /zones/${zone}/dns_records/${id}, perhaps your object identifier is invalid?`,
      );
    const record = world.records.get(id);
    return record?.zone === zone ? record : refuse(404, 81_044, "Record does not exist.");
  };
  const made = (zoneId: string, body: Body) => saved(recordFrom(body, world.zone(zoneId)));
  const replaced = (zoneId: string, id: string, body: Body) =>
    saved(recordFrom(body, world.zone(zoneId), found(zoneId, id)));
  const patched = (zoneId: string, id: string, body: Body) => {
    const record = found(zoneId, id);
    const said = Object.fromEntries(sayable.map((key) => [key, record[key]]));
    return saved(recordFrom({ ...said, ...body }, world.zone(zoneId), record));
  };
  const saved = (record: DnsRecord) => {
    refuseConflicts(record, world);
    return shownRecord(world.records.put(record.id, record));
  };
  const removed = (zoneId: string, id: string) => {
    const record = found(world.zone(zoneId).id, id);
    world.records.delete(record.id);
    return record;
  };

  const all = "/zones/:zone/dns_records";
  const one = `${all}/:record`;
  api.get(all, ({ at, query }) => {
    const { id } = world.zone(at("zone"));
    const records = world.records.all().filter(({ zone }) => zone === id);
    return page(searched(records, query).map(shownRecord), query, { usual: 100, most: 5_000_000 });
  });
  api.post(all, ({ at, body }) => ok(made(at("zone"), body())));
  api.get(one, ({ at }) => ok(shownRecord(found(world.zone(at("zone")).id, at("record")))));
  api.put(one, ({ at, body }) => ok(replaced(at("zone"), at("record"), body())));
  api.patch(one, ({ at, body }) => ok(patched(at("zone"), at("record"), body())));
  api.delete(one, ({ at }) => ok({ id: removed(at("zone"), at("record")).id }));

  // In this order, so that a name that is freed can be taken in the same request. What is refused undoes the rest.
  api.post(`${all}/batch`, ({ at, body }) => {
    const zone = at("zone");
    const { deletes, patches, puts, posts } = body();
    const before = world.records.all();
    try {
      return ok({
        deletes: listed(deletes).map((each) => shownRecord(removed(zone, String(each.id)))),
        patches: listed(patches).map((each) => patched(zone, String(each.id), each)),
        puts: listed(puts).map((each) => replaced(zone, String(each.id), each)),
        posts: listed(posts).map((each) => made(zone, each)),
      });
    } catch (error) {
      for (const { id } of world.records.all()) world.records.delete(id);
      for (const record of before) world.records.put(record.id, record);
      throw error;
    }
  });
}

function listed(value: unknown): Body[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) && value.every(isBody)
    ? value
    : refuse(400, 9207, "a batch holds lists of records");
}
