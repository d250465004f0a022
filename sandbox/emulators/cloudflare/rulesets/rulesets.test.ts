import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Lab, refusal } from "../testing/lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab.close());

type Phase =
  | "http_request_firewall_custom"
  | "http_ratelimit"
  | "http_request_dynamic_redirect"
  | "http_config_settings";

interface Rule {
  id: string;
  ref: string;
  version: string;
}

const create = async (phase: Phase, rules: object[]) => {
  const made = await lab.client.rulesets.create({
    zone_id: lab.zone,
    kind: "zone",
    name: phase,
    phase,
    rules,
  } as never);
  return made as unknown as { id: string; version: string; rules: Rule[] };
};
const block = {
  action: "block",
  expression: '(http.host eq "a.example.com" and not ip.src in {10.0.0.0/8 192.0.2.1})',
};

test("a ruleset makes a version of each change, and its rules stay who they are", async () => {
  const made = await create("http_request_firewall_custom", [
    { ...block, ref: "home" },
    { ...block, description: "two" },
  ]);
  expect(made).toMatchObject({
    version: "1",
    rules: [{ ref: "home", enabled: true, version: "1" }, { description: "two" }],
  });
  const second = made.rules[1];
  expect(second?.ref).toBe(second?.id);
  const update = { zone_id: lab.zone, rules: [{ ...block, ref: "home", enabled: false }, second] };
  const changed = (await lab.client.rulesets.update(made.id, update as never)) as unknown as typeof made;
  expect(changed.version).toBe("2");
  expect(changed.rules.map(({ id, version }) => [id, version])).toEqual([
    [made.rules[0]?.id, "2"],
    [second?.id, "1"],
  ]);
  const where = { zone_id: lab.zone };
  expect(await lab.client.rulesets.phases.get("http_request_firewall_custom", where)).toEqual(changed);
  expect((await lab.client.rulesets.list(where)).result).toMatchObject([{ id: made.id, version: "2" }]);
  expect(await refusal(create("http_request_firewall_custom", []))).toMatchObject({ code: 20217 });
  await lab.client.rulesets.delete(made.id, where);
  expect(await refusal(lab.client.rulesets.get(made.id, where))).toMatchObject({ status: 404 });
});

test("an entry point is made when it is first set", async () => {
  const where = { zone_id: lab.zone };
  const set = (description: string) =>
    lab.client.rulesets.phases.update("http_config_settings", {
      ...where,
      rules: [
        { action: "set_config", expression: "true", description, action_parameters: { ssl: "strict" } },
      ],
    } as never);
  expect(await refusal(lab.client.rulesets.phases.get("http_config_settings", where))).toMatchObject({
    status: 404,
  });
  const { id } = (await set("one")) as unknown as { id: string };
  expect(await set("two")).toMatchObject({ id, version: "2", rules: [{ description: "two" }] });
});

describe("a rule is refused", () => {
  const limit = { characteristics: ["ip.src", "cf.colo.id"], period: 60, requests_per_period: 100 };
  const mistakes: [string, Phase, object][] = [
    ["with an action of another phase", "http_ratelimit", { action: "redirect", expression: "true" }],
    ["without an expression", "http_request_dynamic_redirect", { action: "redirect" }],
    [
      "with a bracket that is open",
      "http_ratelimit",
      { action: "block", expression: "(true", ratelimit: limit },
    ],
    [
      "with nothing to compare with",
      "http_ratelimit",
      { action: "block", expression: "http.host eq", ratelimit: limit },
    ],
    [
      "with words that nothing joins",
      "http_ratelimit",
      { action: "block", expression: "ssl http.host", ratelimit: limit },
    ],
    ["without a limit", "http_ratelimit", { action: "block", expression: "true" }],
    [
      "with a limit per planet",
      "http_ratelimit",
      { ...block, ratelimit: { ...limit, characteristics: ["ip.src"] } },
    ],
    ["without a goal", "http_request_dynamic_redirect", { action: "redirect", expression: "true" }],
  ];
  test.each(mistakes)("%s", async (_, phase, rule) => {
    const { status, code } = await refusal(create(phase, [rule]));
    expect([status, [20120, 20127].includes(code)]).toEqual([400, true]);
  });

  test.each([
    'http.request.uri.path matches r"^/api/" and not starts_with(http.host, "a")',
    'ip.src in $allowed || any(http.request.headers["x-key"][*] == "a")',
    '(http.host in {"a.example.com" "b.example.com"} and ip.geoip.country ne "DE") or cf.threat_score > 10',
    "!ssl",
  ])("but not with a right expression: %s", async (expression) => {
    const made = await create("http_ratelimit", [{ action: "block", expression, ratelimit: limit }]);
    expect(made.rules).toMatchObject([{ ratelimit: { mitigation_timeout: 60, requests_to_origin: false } }]);
    await lab.client.rulesets.delete(made.id, { zone_id: lab.zone });
  });
});
