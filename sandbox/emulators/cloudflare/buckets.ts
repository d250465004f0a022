import type { Api } from "./api.ts";
import type { Bucket } from "./bucket.ts";
import { ok, refuse } from "./envelope.ts";
import { Fields } from "./fields.ts";
import { now } from "./ids.ts";
import type { World } from "./world.ts";

const locations = ["apac", "eeur", "enam", "weur", "wnam", "oc"] as const;
const storageClasses = ["Standard", "InfrequentAccess"] as const;
const jurisdictions = ["default", "eu", "fedramp"];

export function bucketRoutes(api: Api, world: World): void {
  const jurisdictionOf = (headers: Record<string, unknown>) => {
    const jurisdiction = String(headers["cf-r2-jurisdiction"] ?? "default");
    return jurisdictions.includes(jurisdiction)
      ? jurisdiction
      : refuse(400, 10_005, `jurisdiction has to be one of ${jurisdictions.join(", ")}`);
  };
  const keyOf = (account: string, jurisdiction: string, name: string) => `${account}/${jurisdiction}/${name}`;
  const found = (account: string, jurisdiction: string, name: string) =>
    world.buckets.get(keyOf(account, jurisdiction, name)) ??
    refuse(404, 10_006, "The specified bucket does not exist.");

  api.get("/accounts/:account/r2/buckets", ({ at, query, headers }) => {
    const { id } = world.account(at("account"));
    const jurisdiction = jurisdictionOf(headers);
    const buckets = world.buckets
      .all()
      .filter((bucket) => bucket.account === id && bucket.jurisdiction === jurisdiction)
      .filter(({ name }) => name.includes(query.name_contains ?? ""));
    return ok({ buckets: buckets.map(shown) });
  });
  api.post("/accounts/:account/r2/buckets", ({ at, body, headers }) => {
    const { id } = world.account(at("account"));
    const jurisdiction = jurisdictionOf(headers);
    const fields = new Fields(body(), 10_005);
    const name = fields.text("name");
    if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name))
      refuse(400, 10_005, "The specified bucket name is not valid.");
    const key = keyOf(id, jurisdiction, name);
    if (world.buckets.has(key))
      refuse(409, 10_004, "The bucket you tried to create already exists, and you own it.");
    const bucket: Bucket = {
      account: id,
      name,
      creation_date: now("microseconds"),
      location: (fields.choice("locationHint", locations) ?? "weur").toUpperCase(),
      storage_class: fields.choice("storageClass", storageClasses) ?? "Standard",
      jurisdiction,
    };
    return ok(shown(world.buckets.put(key, bucket)));
  });
  api.get("/accounts/:account/r2/buckets/:name", ({ at, headers }) =>
    ok(shown(found(world.account(at("account")).id, jurisdictionOf(headers), at("name")))),
  );
  api.patch("/accounts/:account/r2/buckets/:name", ({ at, headers }) => {
    const bucket = found(world.account(at("account")).id, jurisdictionOf(headers), at("name"));
    const wanted = storageClasses.find((each) => each === headers["cf-r2-storage-class"]);
    if (!wanted) refuse(400, 10_005, `cf-r2-storage-class has to be one of ${storageClasses.join(", ")}`);
    const key = keyOf(bucket.account, bucket.jurisdiction, bucket.name);
    return ok(shown(world.buckets.put(key, { ...bucket, storage_class: wanted })));
  });
  api.delete("/accounts/:account/r2/buckets/:name", ({ at, headers }) => {
    const bucket = found(world.account(at("account")).id, jurisdictionOf(headers), at("name"));
    world.buckets.delete(keyOf(bucket.account, bucket.jurisdiction, bucket.name));
    return ok({});
  });
}

function shown({ account: _, ...bucket }: Bucket): object {
  return bucket;
}
