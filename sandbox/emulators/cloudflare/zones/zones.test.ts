import { afterAll, beforeAll, expect, test } from "vitest";
import { Lab, refusal } from "../testing/lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());

test("a zone of the seed is there once, whatever becomes of the process", async () => {
  const zone = await lab.client.zones.get({ zone_id: lab.zone });
  expect(zone).toMatchObject({
    name: "example.com",
    status: "active",
    plan: { legacy_id: "free" },
    paused: false,
  });
  await lab.running.restart();
  expect((await lab.client.zones.list()).result).toEqual([zone]);
});

test("a zone is made, found by a part of its name, paused and deleted with all that is in it", async () => {
  const account = { id: lab.account };
  const made = await lab.client.zones.create({ account, name: "example.net" });
  expect(made).toMatchObject({ status: "pending", name_servers: { length: 2 }, type: "full" });
  expect(await refusal(lab.client.zones.create({ account, name: "example.net" }))).toMatchObject({
    code: 1061,
  });
  expect((await lab.client.zones.list({ name: "ends_with:.net" })).result.map(({ id }) => id)).toEqual([
    made.id,
  ]);
  expect(await lab.client.zones.edit({ zone_id: made.id, paused: true } as never)).toMatchObject({
    paused: true,
  });
  await lab.client.zones.delete({ zone_id: made.id });
  expect(await refusal(lab.client.zones.get({ zone_id: made.id }))).toMatchObject({ status: 404 });
});

test("a setting is what it usually is until somebody sets it, to something that it can be", async () => {
  const where = { zone_id: lab.zone };
  const settings = lab.client.zones.settings;
  expect(await settings.get("min_tls_version", where)).toMatchObject({
    value: "1.0",
    editable: true,
    modified_on: null,
  });
  const set = (id: string, value: unknown) => settings.edit(id, { ...where, value } as never);
  expect(await set("min_tls_version", "1.2")).toMatchObject({ value: "1.2" });
  expect(await settings.get("min_tls_version", where)).toMatchObject({ value: "1.2" });
  expect(await refusal(set("min_tls_version", "2.0"))).toMatchObject({ status: 400, code: 1007 });
  expect(await refusal(set("polish", "lossy"))).toMatchObject({ status: 403, code: 1015 });
  expect(await refusal(set("colour", "red"))).toMatchObject({ status: 400, code: 1006 });
});

test("what is no path of the API is told as the vendor does", async () => {
  expect(await refusal(lab.client.get("/zones/x/y/z"))).toMatchObject({ status: 404, code: 7000 });
});

test("a bucket is made for backups, once", async () => {
  const where = { account_id: lab.account };
  const bucket = await lab.client.r2.buckets.create({ ...where, name: "velero", locationHint: "weur" });
  expect(bucket).toMatchObject({ name: "velero", location: "WEUR", storage_class: "Standard" });
  expect(await refusal(lab.client.r2.buckets.create({ ...where, name: "velero" }))).toMatchObject({
    code: 10004,
  });
  expect((await lab.client.r2.buckets.list(where)).buckets).toHaveLength(1);
  await lab.client.r2.buckets.delete("velero", where);
  expect(await refusal(lab.client.r2.buckets.get("velero", where))).toMatchObject({
    status: 404,
    code: 10006,
  });
});
