import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Lab, refusal } from "../testing/lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());

interface Made {
  id: string;
  [field: string]: unknown;
}

const create = (record: object) =>
  lab.client.dns.records.create({
    zone_id: lab.zone,
    ttl: 1,
    ...record,
  } as never) as unknown as Promise<Made>;

describe("a record", () => {
  test("is kept under its whole name, and found again", async () => {
    const made = await create({ name: "App", type: "A", content: "203.0.113.7", comment: "the app" });
    expect(made).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      name: "app.example.com",
      ttl: 1,
      proxied: false,
      proxiable: true,
      comment: "the app",
      tags: [],
      settings: {},
      meta: {},
    });
    expect(await lab.client.dns.records.get(made.id, { zone_id: lab.zone })).toEqual(made);
    await lab.running.restart();
    expect(await lab.client.dns.records.get(made.id, { zone_id: lab.zone })).toEqual(made);
  });

  test("that is proxied is kept for as long as the edge likes", async () => {
    const made = await create({
      name: "web",
      type: "CNAME",
      content: "Tunnel.example.net.",
      ttl: 300,
      proxied: true,
    });
    expect(made).toMatchObject({ ttl: 1, content: "tunnel.example.net" });
  });

  test("is changed as a whole by PUT, in part by PATCH", async () => {
    const { id } = await create({ name: "change", type: "TXT", content: "one", comment: "why" });
    const where = { zone_id: lab.zone };
    const edited = await lab.client.dns.records.edit(id, { ...where, content: "two" } as never);
    expect(edited).toMatchObject({ content: "two", comment: "why" });
    const updated = await lab.client.dns.records.update(id, {
      ...where,
      name: "change",
      type: "TXT",
      content: "three",
      ttl: 60,
    });
    expect(updated).toMatchObject({
      content: "three",
      comment: null,
      ttl: 60,
      created_on: edited.created_on,
    });
    await lab.client.dns.records.delete(id, where);
    expect(await refusal(lab.client.dns.records.get(id, where))).toMatchObject({ status: 404, code: 81044 });
  });

  test("that is told in parts has them as its content, too", async () => {
    const made = await create({
      name: "_sip._tcp",
      type: "SRV",
      data: { priority: 10, weight: 5, port: 5060, target: "sip.example.com" },
    });
    expect(made).toMatchObject({ content: "5 5060 sip.example.com", priority: 10, data: { port: 5060 } });
    expect(
      await create({ name: "@", type: "CAA", data: { flags: 0, tag: "issue", value: "letsencrypt.org" } }),
    ).toMatchObject({
      name: "example.com",
      content: '0 issue "letsencrypt.org"',
    });
  });
});

describe("a mistake is refused with the vendor's code:", () => {
  beforeAll(async () => {
    await create({ name: "taken", type: "A", content: "203.0.113.8" });
    await create({ name: "alias", type: "CNAME", content: "taken.example.com" });
  });
  const mistakes: [string, object, number][] = [
    ["the same once more", { name: "taken", type: "A", content: "203.0.113.8" }, 81058],
    ["a CNAME beside an address", { name: "taken", type: "CNAME", content: "example.net" }, 81053],
    ["an address beside a CNAME", { name: "alias", type: "AAAA", content: "2001:db8::1" }, 81054],
    ["no address", { name: "x", type: "A", content: "example.com" }, 9005],
    ["no address of version 6", { name: "x", type: "AAAA", content: "203.0.113.9" }, 9006],
    ["a CNAME to an address", { name: "x", type: "CNAME", content: "203.0.113.9" }, 9007],
    ["a TTL out of range", { name: "x", type: "A", content: "203.0.113.9", ttl: 20 }, 9021],
    ["a name that is none", { name: "a..b", type: "A", content: "203.0.113.9" }, 9000],
    ["a proxied TXT", { name: "x", type: "TXT", content: "x", proxied: true }, 9004],
    ["a proxied address of the house", { name: "x", type: "A", content: "192.168.1.4", proxied: true }, 9004],
    ["an MX without priority", { name: "x", type: "MX", content: "mail.example.com" }, 9102],
    ["tags on a free plan", { name: "x", type: "A", content: "203.0.113.9", tags: ["a:b"] }, 9300],
  ];
  test.each(mistakes)("%s", async (_, record, code) => {
    expect(await refusal(create(record))).toMatchObject({ status: 400, code });
  });
});

describe("a list", () => {
  test("comes page by page, filtered and in order", async () => {
    for (let number = 0; number < 25; number += 1)
      await create({ name: `host${number}.list`, type: "A", content: `203.0.113.${number + 20}` });
    const names: string[] = [];
    const query = {
      zone_id: lab.zone,
      name: { endswith: ".list.example.com" },
      per_page: 10,
      order: "content",
      direction: "desc",
    } as const;
    for await (const { name } of lab.client.dns.records.list(query)) names.push(name);
    expect(names).toHaveLength(25);
    expect(names[0]).toBe("host24.list.example.com");
    const one = await lab.client.dns.records.list({
      zone_id: lab.zone,
      type: "A",
      content: { exact: "203.0.113.21" },
    });
    expect(one.result.map(({ name }) => name)).toEqual(["host1.list.example.com"]);
    expect(one.result_info).toMatchObject({ page: 1, count: 1, total_count: 1, total_pages: 1 });
  });
});

test("a batch happens whole or not at all", async () => {
  const { id } = await create({ name: "batch", type: "A", content: "203.0.113.60" });
  const batch = (posts: object[]) =>
    lab.client.dns.records.batch({ zone_id: lab.zone, deletes: [{ id }], posts } as never);
  const broken = { name: "other", type: "A", content: "nowhere" };
  expect(await refusal(batch([broken]))).toMatchObject({ code: 9005 });
  expect(await lab.client.dns.records.get(id, { zone_id: lab.zone })).toMatchObject({ id });
  await batch([{ name: "batch", type: "CNAME", content: "example.net" }]);
  expect(await refusal(lab.client.dns.records.get(id, { zone_id: lab.zone }))).toMatchObject({ code: 81044 });
});
