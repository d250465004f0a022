import { afterAll, beforeAll, expect, test } from "vitest";
import { Lab, refusal } from "../testing/lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());

const dnsWrite = { id: "4755a26eedb94da69e1066d98aa820be" };
const body = (name: string, more: object = {}) => {
  const resources = { [`com.cloudflare.api.account.zone.${lab.zone}`]: "*" };
  const policies = [{ effect: "allow" as const, permission_groups: [dnsWrite], resources }];
  return { name, policies, ...more };
};

test("a token is told once, opens the door, and shuts it when it is disabled, rolled or deleted", async () => {
  const made = await lab.client.user.tokens.create(body("dns") as never);
  const [id, value] = [made.id ?? "", made.value ?? ""];
  expect(await lab.client.user.tokens.get(id)).not.toHaveProperty("value");
  const client = lab.clientWith(value);
  expect(await client.user.tokens.verify()).toMatchObject({ id, status: "active" });

  await lab.client.user.tokens.update(id, body("dns", { status: "disabled" }) as never);
  expect(await refusal(client.zones.list())).toMatchObject({ status: 403, code: 9109 });
  await lab.client.user.tokens.update(id, body("dns") as never);
  const rolled = await lab.client.user.tokens.value.update(id, { body: {} });
  expect(await refusal(client.user.tokens.verify())).toMatchObject({ status: 401, code: 1000 });
  expect((await lab.clientWith(rolled).zones.list()).result).toHaveLength(1);
  await lab.client.user.tokens.delete(id);
  expect(await refusal(lab.client.user.tokens.get(id))).toMatchObject({ status: 404 });
});

test("a token of an account is not one of the user", async () => {
  const account_id = lab.account;
  const { id = "" } = await lab.client.accounts.tokens.create({ account_id, ...body("backup") } as never);
  expect(await lab.client.accounts.tokens.get(id, { account_id })).toMatchObject({
    name: "backup",
    status: "active",
  });
  expect(await refusal(lab.client.user.tokens.get(id))).toMatchObject({ status: 404 });
});

test("a mistake in a token is told", async () => {
  const create = (more: object) => refusal(lab.client.user.tokens.create(body("x", more) as never));
  expect(await create({ policies: [] })).toMatchObject({ status: 400, code: 1001 });
  const unknown = {
    effect: "allow",
    permission_groups: [{ id: "0" }],
    resources: { "com.cloudflare.api.user.x": "*" },
  };
  expect((await create({ policies: [unknown] })).message).toContain("there is no permission group 0");
  expect((await create({ expires_on: "2020-01-01T00:00:00Z" })).message).toContain("in the past");
});

test("permission groups are found by name", async () => {
  const found = await lab.client.user.tokens.permissionGroups.list({ name: "DNS Write" });
  expect(found.result.map(({ id }) => id)).toEqual([dnsWrite.id]);
});

test("who brings no token, or none that is one, is told so in the vendor's words", async () => {
  const ask = async (headers: Record<string, string>) => {
    const answer = await fetch(`${lab.url}/zones`, { headers });
    const { success, errors } = (await answer.json()) as { success: boolean; errors: { code: number }[] };
    return [answer.status, success, errors[0]?.code];
  };
  expect(await ask({})).toEqual([400, false, 9106]);
  expect(await ask({ authorization: "Bearer short" })).toEqual([400, false, 6003]);
  expect(await ask({ authorization: `Bearer ${"x".repeat(40)}` })).toEqual([403, false, 9109]);
  expect(await ask({ "x-auth-key": "x", "x-auth-email": "a@example.com" })).toEqual([403, false, 9103]);
});

test("a token opens no more than its permissions say, of no more than they are about", async () => {
  const made = await lab.client.user.tokens.create(body("narrow") as never);
  const narrow = lab.clientWith(made.value ?? "");
  const zone_id = lab.zone;
  expect((await narrow.dns.records.list({ zone_id })).result).toEqual([]);
  expect(await refusal(narrow.zones.get({ zone_id }))).toMatchObject({ status: 403, code: 10_000 });
  expect(await refusal(narrow.user.tokens.list())).toMatchObject({ status: 403, code: 10_000 });
  const { id } = await lab.client.zones.create({
    account: { id: lab.account },
    name: "example.net",
    type: "full",
  });
  expect(await refusal(narrow.dns.records.list({ zone_id: id }))).toMatchObject({
    status: 403,
    code: 10_000,
  });
  expect((await narrow.zones.list()).result.map(({ name }) => name)).toEqual(["example.com"]);
});
