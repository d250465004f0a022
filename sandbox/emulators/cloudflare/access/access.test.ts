import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Lab, refusal } from "../testing/lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());

const access = () => lab.client.zeroTrust.access;
const where = () => ({ account_id: lab.account });
const everyone = [{ everyone: {} }];
const policy = (name: string, include: object[] = everyone) =>
  access().policies.create({ ...where(), name, decision: "allow", include } as never) as unknown as Promise<{
    id: string;
  }>;
const application = (body: object) =>
  access().applications.create({ ...where(), type: "self_hosted", ...body } as never) as unknown as Promise<{
    id: string;
    [field: string]: unknown;
  }>;

describe("an application", () => {
  test("stands before its host, asks its policies in order, and keeps them as long as it needs them", async () => {
    const [first, second] = [await policy("first"), await policy("second")];
    const made = await application({
      name: "media",
      domain: "media.example.com",
      policies: [
        { id: second.id, precedence: 2 },
        { id: first.id, precedence: 1 },
      ],
    });
    expect(made).toMatchObject({
      aud: expect.stringMatching(/^[0-9a-f]{64}$/),
      self_hosted_domains: ["media.example.com"],
      destinations: [{ type: "public", uri: "media.example.com" }],
      session_duration: "24h",
      http_only_cookie_attribute: true,
      policies: [
        { id: first.id, precedence: 1, reusable: true, name: "first" },
        { id: second.id, precedence: 2 },
      ],
    });
    expect(await access().policies.get(first.id, where())).toMatchObject({ app_count: 1, reusable: true });
    expect(await refusal(access().policies.delete(first.id, where()))).toMatchObject({
      status: 400,
      code: 12138,
    });
    await access().applications.delete(made.id, where());
    await access().policies.delete(first.id, where());
  });

  test("can be told several hosts, of which the first speaks for it", async () => {
    const destinations = [
      { type: "public", uri: "a.example.com/admin" },
      { type: "private", cidr: "10.0.0.0/8" },
    ];
    expect(await application({ name: "two", destinations })).toMatchObject({
      domain: "a.example.com/admin",
      self_hosted_domains: ["a.example.com/admin"],
      destinations,
    });
  });

  test("that is only a bookmark leads wherever one likes", async () => {
    const bookmark = { type: "bookmark", name: "news", domain: "https://example.org" };
    expect(await application(bookmark)).toMatchObject(bookmark);
  });

  const mistakes: [string, object, number][] = [
    ["without a host", { name: "x" }, 12130],
    ["before a host of somebody else's", { name: "x", domain: "example.org" }, 12130],
    ["before a host that is taken", { name: "x", domain: "a.example.com/admin" }, 11010],
    ["with a policy that is not there", { name: "x", domain: "x.example.com", policies: ["nobody"] }, 12132],
    ["with a time that is none", { name: "x", domain: "x.example.com", session_duration: "a day" }, 12130],
    [
      "with two policies at one place",
      {
        name: "x",
        domain: "x.example.com",
        policies: [1, 2].map(() => ({ precedence: 1, decision: "allow", include: everyone })),
      },
      12130,
    ],
  ];
  test.each(mistakes)("is refused %s", async (_, body, code) => {
    expect(await refusal(application(body))).toMatchObject({ code });
  });
});

describe("a rule", () => {
  const mistakes: [string, object[]][] = [
    ["that says nothing", [{}]],
    ["that says two things", [{ everyone: {}, ip: { ip: "10.0.0.1" } }]],
    ["with an unknown selector", [{ emial: { email: "a@example.com" } }]],
    ["without what its selector needs", [{ email: {} }]],
    ["about a group that is not there", [{ group: { id: "0" } }]],
    ["about no address", [{ email: { email: "example.com" } }]],
  ];
  test.each(mistakes)("%s is refused", async (_, include) => {
    expect(await refusal(policy("x", include))).toMatchObject({ status: 400, code: 12130 });
  });

  test("keeps the group that it speaks of", async () => {
    const include = [{ email: { email: "a@example.com" } }] as const;
    const group = await access().groups.create({ ...where(), name: "family", include: [...include] });
    const id = group.id ?? "";
    const { id: user } = await policy("family", [{ group: { id } }]);
    expect(await refusal(access().groups.delete(id, where()))).toMatchObject({ code: 12139 });
    await access().policies.delete(user, where());
    await access().groups.delete(id, where());
    expect(await refusal(access().groups.get(id, where()))).toMatchObject({ status: 404 });
  });
});

test("a service token's secret is told once, and anew when it is rotated", async () => {
  const made = await access().serviceTokens.create({ ...where(), name: "ci" });
  const id = made.id ?? "";
  expect(made).toMatchObject({
    client_id: expect.stringMatching(/^[0-9a-f]{32}\.access$/),
    duration: "8760h",
  });
  expect(made.client_secret).toMatch(/^[0-9a-f]{64}$/);
  expect(await access().serviceTokens.get(id, where())).not.toHaveProperty("client_secret");
  const rotated = await access().serviceTokens.rotate(id, where());
  expect(rotated.client_secret).toMatch(/^[0-9a-f]{64}$/);
  expect(rotated.client_secret).not.toBe(made.client_secret);
  const renamed = await access().serviceTokens.update(id, { ...where(), name: "cd", duration: "24h" });
  expect(renamed).toMatchObject({ name: "cd", client_id: made.client_id });
  const soon = Date.now() + 25 * 3_600_000;
  expect(Date.parse((renamed as { expires_at?: string }).expires_at ?? "")).toBeLessThan(soon);
});

test("the team is where the seed says, and settings of it are kept", async () => {
  expect(await access().applications.list({ zone_id: lab.zone })).toMatchObject({ result: [] });
  const before = await lab.client.zeroTrust.organizations.list(where());
  expect(before).toMatchObject({ auth_domain: "dove.cloudflareaccess.com" });
  await lab.client.zeroTrust.organizations.update({ ...where(), session_duration: "12h" });
  expect(await lab.client.zeroTrust.organizations.list(where())).toMatchObject({ session_duration: "12h" });
});
