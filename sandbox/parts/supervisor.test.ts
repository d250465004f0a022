import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { describe, test as plain, vi } from "vitest";
import { birth, isAlive } from "../../scripts/setup/processes.mjs";
import { SandboxFault } from "../fault.ts";
import { Workshop } from "./testing/workshop.ts";

const test = plain.extend<{ shop: Workshop }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture needs
  shop: async ({}, use) => {
    const shop = new Workshop();
    await use(shop);
    await shop.close();
  },
});

async function listenOn(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

describe.concurrent("starting", () => {
  test("each part comes when what it needs is ready, in whatever order they are named", async ({
    shop,
    expect,
  }) => {
    const store = await shop.part("store", { readyAfterMs: 400 });
    const api = await shop.part("brain/api", { needs: ["store"], readyAfterMs: 200 });
    const guest = await shop.part("brain/guest", { needs: ["brain/api", "store"] });
    expect(await shop.start(guest, api, store)).toEqual(["store", "brain/api", "brain/guest"]);
    expect(shop.diary()).toEqual(
      ["store", "brain/api", "brain/guest"].flatMap((name) => [`${name} begins`, `${name} is ready`]),
    );
    expect(await shop.status(guest, store)).toEqual({ "brain/guest": "ready", store: "ready" });
    expect(shop.told).toContain("starting 3 parts");
  });

  test("what runs is left alone", async ({ shop, expect }) => {
    const parts = [await shop.part("store"), await shop.part("api", { needs: ["store"] })];
    await shop.start(...parts);
    const before = await shop.supervisor.status(parts);
    expect(await shop.start(...parts)).toEqual([]);
    expect(await shop.supervisor.status(parts)).toEqual(before);
  });

  test("what was killed is told, and started again; nothing else is", async ({ shop, expect }) => {
    const parts = [await shop.part("store"), await shop.part("api", { needs: ["store"] })] as const;
    await shop.start(...parts);
    const [store, api] = [await shop.pidOf(parts[0]), await shop.pidOf(parts[1])];
    process.kill(store, "SIGKILL");
    await vi.waitFor(() => expect(birth(store)).toBe(""));
    expect(await shop.status(...parts)).toEqual({ store: "killed", api: "ready" });
    expect(await shop.start(...parts)).toEqual(["store"]);
    expect(await shop.status(...parts)).toEqual({ store: "ready", api: "ready" });
    expect(await shop.pidOf(parts[1])).toBe(api);
  });

  test("a part whose arguments changed is started anew, alone", async ({ shop, expect }) => {
    const store = await shop.part("store");
    await shop.start(store, await shop.part("api"));
    const [before, changed] = [await shop.pidOf(store), await shop.part("api", { readyAfterMs: 1 })];
    expect(await shop.start(store, changed)).toEqual(["api"]);
    expect(await shop.pidOf(store)).toBe(before);
    expect(shop.diary().slice(-3)).toEqual(["api is asked to end", "api begins", "api is ready"]);
  });

  test("a part that nobody wants any more is ended", async ({ shop, expect }) => {
    const [store, api] = [await shop.part("store"), await shop.part("gone/api")];
    await shop.start(store, api);
    const pid = await shop.pidOf(api);
    expect(await shop.start(store)).toEqual([]);
    expect(birth(pid)).toBe("");
    expect(await shop.status(api)).toEqual({ "gone/api": "stopped" });
  });

  test("parts that need each other, or nobody, are an error", async ({ shop, expect }) => {
    const parts = [await shop.part("a", { needs: ["b"] }), await shop.part("b", { needs: ["a"] })];
    await expect(shop.start(...parts)).rejects.toThrow("nobody can start these first: a,b");
    await expect(shop.start(await shop.part("c", { needs: ["d"] }))).rejects.toThrow("first: c");
    expect(shop.diary()).toEqual([]);
  });

  test("a log that has grown large is put aside", async ({ shop, expect }) => {
    const part = await shop.part("brain/api");
    await shop.start(part);
    shop.say("brain/api", 20e6 + 1);
    await shop.supervisor.stop();
    await shop.start(part);
    const log = shop.supervisor.logOf("brain/api");
    expect(log).toMatch(/logs\/brain-api\.log$/);
    expect(statSync(`${log}.old`).size).toBe(20e6 + 1);
    expect(statSync(log).size).toBe(0);
  });
});

describe.concurrent("when something is wrong", () => {
  test("a port that is taken is told, with the part and with who listens there", async ({ shop, expect }) => {
    const [api, other] = [await shop.part("api"), await shop.part("other")];
    const taken = { ...api, port: other.port + 1, morePorts: [other.port] };
    const server = await listenOn(other.port);
    const fault = await shop.start(taken).catch((error) => error);
    server.close();
    expect(fault).toBeInstanceOf(SandboxFault);
    const comm = readFileSync("/proc/self/comm", "utf8").trim();
    expect(fault.message).toContain(
      `api cannot listen on port ${other.port}: ${comm} (pid ${process.pid}) does.`,
    );
    expect(fault.message).toContain("fix: end that program, or");
    expect(shop.diary()).toEqual([]);
  });

  test("a part that ends at once is told in its own words, and what needs it never begins", async ({
    shop,
    expect,
  }) => {
    const store = await shop.part("store", { lastWords: "the disk is full\nno room for a single page" });
    const api = await shop.part("api", { needs: ["store"] });
    await expect(shop.start(store, api)).rejects.toThrow(
      /store ended as soon as it was started\. Its last words:\n +the disk is full\n +no room for a single page\n +fix: npx lab sandbox logs store/,
    );
    expect(shop.diary()).toEqual(["store begins"]);
  });

  test("a program that is not there is told by its part", async ({ shop, expect }) => {
    const part = { ...(await shop.part("api")), command: "/nowhere/kube-apiserver" };
    await expect(shop.start(part)).rejects.toThrow(/api could not be started: .*ENOENT.*fix: /s);
  });

  test("a record whose process id belongs to somebody else is neither believed nor its process ended", async ({
    shop,
    expect,
  }) => {
    const part = await shop.part("api");
    await shop.start(part);
    const record = JSON.parse(readFileSync(shop.recordOf("api"), "utf8"));
    await shop.supervisor.stop();
    writeFileSync(shop.recordOf("api"), JSON.stringify({ ...record, pid: process.pid }));
    expect(await shop.status(part)).toEqual({ api: "killed" });
    expect(await shop.supervisor.stop()).toEqual([]);
    writeFileSync(shop.recordOf("api"), JSON.stringify({ ...record, pid: process.pid }));
    expect(await shop.start(part)).toEqual(["api"]);
    expect(await shop.pidOf(part)).not.toBe(process.pid);
  });

  test.for([
    ["cut short", '{"part":"api","pi'],
    ["of another program", '{"pid":-1,"birth":""}'],
    ["empty", ""],
  ])(
    "a record that is %s is no record, and nobody is ended because of it",
    async ([, text], { shop, expect }) => {
      const part = await shop.part("api");
      await shop.start(part);
      const pid = await shop.pidOf(part);
      writeFileSync(shop.recordOf("api"), text ?? "");
      expect(await shop.status(part)).toEqual({ api: "killed" });
      const fault = await shop.start(part).catch((error) => error);
      expect(fault.message).toMatch(
        new RegExp(`api cannot listen on port ${part.port}: .* \\(pid ${pid}\\) does`),
      );
      expect(isAlive(pid)).toBe(true);
      process.kill(pid, "SIGKILL");
      await vi.waitFor(() => expect(birth(pid)).toBe(""));
      expect(await shop.start(part)).toEqual(["api"]);
    },
  );

  test("last words that somebody removed are no second fault", async ({ shop, expect }) => {
    const part = await shop.part("api", { readyAfterMs: 60_000 });
    const starting = shop.start(part).catch((error) => error);
    await vi.waitFor(() => expect(shop.diary()).toEqual(["api begins"]), { timeout: 10_000 });
    await vi.waitFor(() => rmSync(shop.supervisor.logOf("api")));
    process.kill(await shop.pidOf(part), "SIGKILL");
    expect((await starting).message).toMatch(
      /api ended as soon as it was started\. Its last words:\n +\(none\)/,
    );
  });
});

describe.concurrent("stopping", () => {
  test("whoever needs others goes first, by what was written down of each", async ({ shop, expect }) => {
    const store = await shop.part("store");
    const api = await shop.part("api", { needs: ["store"] });
    const stranger = await shop.part("stranger", { needs: ["api"] });
    await shop.start(store, api, stranger);
    expect(await shop.supervisor.stop()).toEqual(["stranger", "api", "store"]);
    expect(shop.diary().slice(-3)).toEqual(
      ["stranger", "api", "store"].map((name) => `${name} is asked to end`),
    );
    expect(await shop.status(store, api)).toEqual({ store: "stopped", api: "stopped" });
    expect(await shop.supervisor.stop()).toEqual([]);
  });

  test("one that does not listen is ended after a while all the same", { timeout: 40_000 }, async ({
    shop,
    expect,
  }) => {
    const part = await shop.part("deaf", { deaf: true });
    await shop.start(part);
    const [pid, before] = [await shop.pidOf(part), performance.now()];
    expect(await shop.supervisor.stop()).toEqual(["deaf"]);
    expect(performance.now() - before).toBeGreaterThan(9_500);
    expect(shop.diary().at(-1)).toBe("deaf is asked to end");
    expect(birth(pid)).toBe("");
  });
});
