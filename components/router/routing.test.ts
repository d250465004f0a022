import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { plainText, resolve, serviceNamed } from "../lab/index.ts";
import { generated, secretValue, text, urlOf } from "../service/index.ts";
import { labWith, refusal, service } from "../testing/index.ts";
import { type RoutesSpec, routing } from "./index.ts";

const PROVIDERS = "/etc/router/providers.yaml";

const spec: RoutesSpec = {
  providers: {
    house: { kind: "openai", at: text`${urlOf("models")}/v1`, models: ["qwen3-14b"], concurrency: 2 },
    cloud: { kind: "anthropic", at: "https://api.anthropic.com", key: secretValue("cloud") },
  },
  aliases: { auto: ["qwen3-14b", "cloud/claude-*"] },
};

/** The router in a lab, with all that was filled in. */
function inLab(given: RoutesSpec) {
  const { files, env } = routing(given);
  const lab = labWith(
    service({
      name: "router",
      files,
      env,
      secrets: { cloud: generated() },
      reach: { internet: "models of others", models: true },
    }),
    service({ name: "models", ports: { http: 8000 } }),
  );
  return { router: serviceNamed(lab, "router"), lab };
}

test("the router is told where its providers answer, in the file that it reads", () => {
  const { router, lab } = inLab(spec);
  const file = plainText(resolve(router.files[PROVIDERS] ?? "", router, lab));
  expect(parseYaml(file)).toEqual({
    providers: [
      {
        name: "house",
        kind: "openai",
        baseUrl: "http://models.apps.svc:8000/v1",
        models: ["qwen3-14b"],
        concurrency: 2,
      },
      {
        name: "cloud",
        kind: "anthropic",
        baseUrl: "https://api.anthropic.com",
        apiKeyFile: "/etc/router/keys/cloud",
      },
    ],
    aliases: { auto: ["qwen3-14b", "cloud/claude-*"] },
  });
  expect(router.env.ROUTER_CONFIG).toBe(PROVIDERS);
});

test("servers of tools are told with a file for each key, and are needs as well", () => {
  const tools = { models: { at: text`${urlOf("models")}/mcp`, key: secretValue("cloud") } };
  const { router, lab } = inLab({ ...spec, tools });
  const file = parseYaml(plainText(resolve(router.files[PROVIDERS] ?? "", router, lab)));
  const tokenFile = "/etc/router/keys/models@tools";
  expect(file.tools).toEqual({ mcp: { models: { url: "http://models.apps.svc:8000/mcp", tokenFile } } });
  expect(router.files).toHaveProperty([tokenFile]);
});

test("a provider of the lab becomes a need, so that the network lets the router through to it", () => {
  expect(inLab(spec).router.needs).toEqual(["models"]);
});

test("a key is a file of its own, and no part of the file that everybody reads", () => {
  const { router, lab } = inLab(spec);
  expect(resolve(router.files["/etc/router/keys/cloud"] ?? "", router, lab)).toEqual([
    { secret: "cloud", of: "router" },
  ]);
  expect(resolve(router.files[PROVIDERS] ?? "", router, lab)).toHaveLength(1);
});

test("a provider whose server somebody starts is told of with who that is, and with a key of its own", () => {
  const { house, ...others } = spec.providers;
  const manager = { at: text`${urlOf("models")}/v1`, model: "qwen3", key: secretValue("cloud") };
  const { router, lab } = inLab({
    ...spec,
    providers: { ...others, ...(house && { house: { ...house, manager } }) },
  });
  const { providers } = parseYaml(plainText(resolve(router.files[PROVIDERS] ?? "", router, lab)));
  expect(providers.find(({ name }: { name: string }) => name === "house").manager).toEqual({
    at: "http://models.apps.svc:8000/v1",
    model: "qwen3",
    apiKeyFile: "/etc/router/keys/house@manager",
  });
  expect(router.files["/etc/router/keys/house@manager"]).toEqual({ secret: "cloud" });
});

test("a key that nobody reads is refused, with the one that was meant", () => {
  const wrong = { ...spec, providers: { house: { kind: "openai", at: "http://x", modles: [] } } };
  const message = refusal(() => routing(wrong as unknown as RoutesSpec));
  expect(message).toContain("providers.house.modles is not something that can be said here");
  expect(message).toContain('did you mean "models"?');
});

test.each([
  ["house/qwen4-14b", "house does not have it", 'did you mean "qwen3-14b"?'],
  ["hose/qwen3-14b", "hose is no provider", 'did you mean "house"?'],
])("an alias that leads to %s is refused", (asked, why, fix) => {
  const message = refusal(() => routing({ ...spec, aliases: { auto: [asked] } }));
  expect(message).toContain("the alias auto asks for");
  expect(message).toContain(why);
  expect(message).toContain(fix);
});

test("a model that no provider has is refused, unless one of them lists its models only when it runs", () => {
  const { house } = spec.providers;
  const known = { providers: { ...(house && { house }) }, aliases: { auto: ["qwen4-14b"] } };
  expect(refusal(() => routing(known))).toContain("no provider has it");
  expect(() => routing({ ...spec, aliases: { auto: ["qwen4-14b"] } })).not.toThrow();
});
