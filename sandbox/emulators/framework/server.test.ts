import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { Running } from "../testing/running.ts";
import { ApiError, type Emulator, faultSchema, type Harm } from "./index.ts";

/** The smallest vendor: counters that are made, read and counted up. */
const counters: Emulator<{ first: string }> = {
  vendor: "counters",
  seed: z.strictObject({ first: z.string() }),
  plant(store, { first }) {
    const planted = store.collection<number>("counters");
    if (!planted.has(first)) planted.put(first, 0);
  },
  routes(app, store) {
    const all = store.collection<number>("counters");
    const idOf = (request: { params: unknown }) => (request.params as { id: string }).id;
    app.get("/counters/:id", (request) => {
      const count = all.get(idOf(request));
      if (count === undefined) throw new ApiError(404, "no such counter", { hint: "make it" });
      return { count };
    });
    app.post("/counters/:id", (request) => ({
      count: all.put(idOf(request), (all.get(idOf(request)) ?? 0) + 1),
    }));
    app.get("/bug", () => {
      throw new TypeError("we did not think of it");
    });
  },
  errorBody: (status, message, details) => ({ failed: { status, message, details } }),
};

let running: Running<{ first: string }>;

beforeEach(async () => {
  running = await Running.start(counters, { first: "one" });
});
afterEach(() => running.stop());

interface Body {
  count?: number;
  failed?: { message: string };
}

/** On a connection of its own: a kept one would not outlive a restart. */
async function ask(method: string, path: string) {
  const response = await fetch(`${running.url}${path}`, { method, headers: { connection: "close" } });
  return {
    status: response.status,
    body: (await response.json()) as Body,
    retryAfter: response.headers.get("retry-after"),
  };
}

const count = async (id = "one") => (await ask("GET", `/counters/${id}`)).body.count;

function harm(kind: Harm, more: object = {}): void {
  running.faults({ harm: kind, method: "POST", path: "^/counters/", times: 1, ...more });
}

test("an error has the vendor's shape, whoever makes it", async () => {
  expect(await ask("GET", "/counters/two")).toMatchObject({
    status: 404,
    body: { failed: { status: 404, message: "no such counter", details: { hint: "make it" } } },
  });
  expect((await ask("GET", "/elsewhere?token=secret")).body.failed?.message).toBe(
    "GET /elsewhere is not a path of this API",
  );
  expect((await ask("GET", "/bug")).status).toBe(500);
  await vi.waitFor(() => expect(running.log).toHaveLength(4));
  expect(running.log.join("\n")).toMatch(/bug: TypeError: we did not think of it/);
  expect(running.log.join("\n")).not.toContain("secret");
});

test("a status comes instead of the work, as often as it was asked for", async () => {
  harm({ kind: "status", status: 429, retryAfter: 7 }, { times: 2 });
  for (const _ of [1, 2])
    expect(await ask("POST", "/counters/one")).toMatchObject({
      status: 429,
      retryAfter: "7",
      body: { failed: { status: 429 } },
    });
  expect(await count()).toBe(0);
  expect((await ask("POST", "/counters/one")).body).toEqual({ count: 1 });
});

test("a connection is cut before the work is done", async () => {
  harm({ kind: "cut", when: "before" });
  await expect(ask("POST", "/counters/one")).rejects.toThrow("fetch failed");
  expect(await count()).toBe(0);
});

test("a connection is cut after the work is done, and written down", async () => {
  harm({ kind: "cut", when: "after" });
  await expect(ask("POST", "/counters/one")).rejects.toThrow("fetch failed");
  await running.restart();
  expect(await count()).toBe(1);
});

test("an answer takes its time", async () => {
  harm({ kind: "slow", ms: 300 });
  const before = performance.now();
  expect((await ask("POST", "/counters/one")).status).toBe(200);
  expect(performance.now() - before).toBeGreaterThan(290);
});

test("a reader is behind, and a writer never is", async () => {
  running.faults({ path: "/counters/", harm: { kind: "stale", ms: 400 } });
  expect((await ask("POST", "/counters/two")).body).toEqual({ count: 1 });
  expect((await ask("POST", "/counters/two")).body).toEqual({ count: 2 });
  expect((await ask("GET", "/counters/two")).status).toBe(404);
  await vi.waitFor(async () => expect(await count("two")).toBe(2), { timeout: 2000 });
});

test("a fault meets only what it is for, and the first that fits is met", async () => {
  running.faults(
    { method: "POST", path: "two$", harm: { kind: "status", status: 500 } },
    { path: "^/counters/one", times: 1, harm: { kind: "status", status: 503 } },
    { path: "^/counters/one", times: 1, harm: { kind: "status", status: 502 } },
  );
  expect((await ask("POST", "/counters/two")).status).toBe(500);
  expect((await ask("GET", "/counters/two")).status).toBe(404);
  expect((await ask("GET", "/counters/one?why=two")).status).toBe(503);
  expect((await ask("GET", "/counters/one")).status).toBe(502);
  expect((await ask("GET", "/counters/one")).status).toBe(200);
  running.faults();
  expect((await ask("POST", "/counters/two")).status).toBe(200);
});

test.each([
  ["a kind that there is not", { harm: { kind: "fire" } }],
  ["a status that is no error", { harm: { kind: "status", status: 200 } }],
  ["a pattern that is none", { path: "(", harm: { kind: "slow", ms: 1 } }],
  ["no time at all", { harm: { kind: "slow", ms: 0 } }],
  ["a field too many", { harm: { kind: "slow", ms: 1 }, count: 3 }],
])("a fault with %s is refused", (_, fault) => {
  expect(faultSchema.safeParse(fault).success).toBe(false);
});

test("a restart finds everything, and plants nothing twice", async () => {
  await ask("POST", "/counters/one");
  await ask("POST", "/counters/two");
  await running.restart();
  expect([await count("one"), await count("two")]).toEqual([1, 1]);
});
