import { afterEach, describe, expect, test, vi } from "vitest";
import { type ProviderConfig, parseConfig } from "../config/index.ts";
import { Upstream } from "../testing/upstream.ts";
import { Breaker } from "./breaker.ts";
import { endpointOf, privacyOf } from "./endpoint.ts";
import { Providers } from "./index.ts";
import { Slots } from "./slots.ts";

const configOf = (yaml: string) => parseConfig(`providers:\n  - { name: a, ${yaml} }\n`, "providers.yaml");
const declared = (yaml: string) => configOf(yaml).providers[0] as ProviderConfig;

describe("an address means what its vendor's own client would make of it", () => {
  test.each([
    ["kind: openai, baseUrl: http://box:8080", "http://box:8080", "/v1"],
    ["kind: openai, baseUrl: http://box:8080/v1/", "http://box:8080", "/v1"],
    ["kind: openai, baseUrl: https://api.z.ai/api/paas/v4", "https://api.z.ai", "/api/paas/v4"],
    ["kind: ollama, baseUrl: http://box:11434", "http://box:11434", "/v1"],
    ["kind: anthropic, baseUrl: https://api.anthropic.com", "https://api.anthropic.com", "/v1"],
    ["kind: anthropic, baseUrl: https://api.z.ai/api/anthropic", "https://api.z.ai", "/api/anthropic/v1"],
  ])("%s", (yaml, origin, base) => {
    expect(endpointOf(declared(yaml))).toMatchObject({ origin, base });
  });
});

describe("who reads what is sent there follows from the address", () => {
  test.each([
    ["http://127.0.0.1:1", "local"],
    ["http://192.168.1.50:1", "local"],
    ["http://100.100.3.4:1", "local"],
    ["http://[fd00::1]:1", "local"],
    ["http://gaming-pc:1", "local"],
    ["http://box.tail1234.ts.net", "local"],
    ["http://ollama.ai.svc.cluster.local:1", "local"],
    ["http://172.32.0.1:1", "outside"],
    ["http://100.128.0.1:1", "outside"],
    ["https://api.anthropic.com", "outside"],
    ["https://localhost.example.com", "outside"],
  ])("%s is %s", (baseUrl, privacy) => {
    expect(privacyOf(declared(`kind: openai, baseUrl: "${baseUrl}"`))).toBe(privacy);
    expect(privacyOf(declared(`kind: openai, baseUrl: "${baseUrl}", privacy: outside`))).toBe("outside");
  });
});

test("a breaker lets one request find out, and waits twice as long when that fails", () => {
  let now = 0;
  const breaker = new Breaker({ failures: 2, pause: 100, longest: 300 }, () => now);
  breaker.failed();
  expect(breaker.state).toBe("closed");
  breaker.failed();
  expect([breaker.state, breaker.remaining]).toEqual(["open", 100]);
  now = 100;
  expect(breaker.state).toBe("half-open");
  breaker.begin();
  expect(breaker.state).toBe("open");
  breaker.failed();
  expect(breaker.remaining).toBe(200);
  now = 300;
  breaker.begin();
  // Its client went away: nobody knows more than before.
  breaker.undecided();
  expect(breaker.state).toBe("half-open");
  breaker.begin();
  breaker.succeeded();
  expect(breaker.state).toBe("closed");
});

test("who waits for a slot is served in turns, one of each caller", () => {
  const slots = new Slots({ limit: 1, room: 10, patience: 60_000 });
  const served: string[] = [];
  expect(slots.tryTake()).toBe(true);
  for (const [caller, name] of [
    ["ada", "ada 1"],
    ["ada", "ada 2"],
    ["ada", "ada 3"],
    ["bob", "bob 1"],
  ] as const) {
    slots.wait(
      caller,
      () => served.push(name),
      () => {},
    );
  }
  const left = slots.wait(
    "eve",
    () => served.push("eve"),
    () => {},
  );
  left.cancel();
  for (let turn = 0; turn < 5; turn++) slots.release();
  expect(served).toEqual(["ada 1", "bob 1", "ada 2", "ada 3"]);
  expect([slots.taken, slots.waiting]).toEqual([0, 0]);
});

describe("providers that run", () => {
  let upstream: Upstream;
  let providers: Providers;
  afterEach(async () => {
    await providers.close();
    await upstream.close();
  });

  test("tell their models, and how much each holds", async () => {
    upstream = await Upstream.start();
    upstream.models = [
      { id: "qwen3-14b", meta: { n_ctx: 40960 } },
      { id: "other", max_model_len: 8192 },
    ];
    const changed = vi.fn();
    providers = new Providers(configOf(`kind: openai, baseUrl: "${upstream.url}"`), {
      changed,
      turned: () => {},
    });
    await vi.waitFor(() => expect(changed).toHaveBeenCalled());
    expect([...(providers.list[0]?.models.values() ?? [])]).toEqual([
      { id: "qwen3-14b", context: 40960 },
      { id: "other", context: 8192 },
    ]);
  });

  test("are seen to go away and to come back", async () => {
    upstream = await Upstream.start();
    const config = { ...configOf(`kind: openai, baseUrl: "${upstream.url}", models: [a]`), probeEvery: 20 };
    const seen: (boolean | undefined)[] = [];
    providers = new Providers(config, { changed: () => {}, turned: ({ health }) => seen.push(health?.up) });
    await vi.waitFor(() => expect(seen).toEqual([true]));
    await upstream.close();
    await vi.waitFor(() => expect(seen).toEqual([true, false]));
    expect(providers.list[0]?.health?.reason).toBe("ECONNREFUSED");
  });

  test("keep their connections and measures through a change that is not theirs", async () => {
    upstream = await Upstream.start();
    const config = configOf(`kind: openai, baseUrl: "${upstream.url}", models: [a]`);
    providers = new Providers(config, { changed: () => {}, turned: () => {} });
    const [before] = providers.list;
    providers.reconfigure({ ...config, keepAlive: 1 });
    expect(providers.list[0]).toBe(before);
    providers.reconfigure(configOf(`kind: openai, baseUrl: "${upstream.url}", models: [b]`));
    expect(providers.list[0]).not.toBe(before);
    expect([...(providers.list[0]?.models.keys() ?? [])]).toEqual(["b"]);
  });
});
