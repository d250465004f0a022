import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { serveHttp } from "../testing/mcp-server.ts";
import { type Bench, bench, caller, freshFolder } from "../testing/tools.ts";

const stdio = { command: process.execPath, args: [""] };
const granted = ["mcp__probe__*", "mcp__probe__wipe"];

const open: Bench[] = [];
function probe(settings: object, grants = granted): Bench {
  const box = bench({ mcp: { probe: settings as never } }, grants);
  open.push(box);
  return box;
}

// In one file, because it is started many times.
beforeAll(async () => {
  const outfile = join(await freshFolder(), "server.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "../testing/mcp-server.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  stdio.args = [outfile];
});

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ tools }) => tools.close()));
});

const call = (box: Bench, name: string, args: object = {}) => box.call(`mcp__probe__${name}`, args);

describe("a server that is a program", () => {
  test("its tools are offered under its name and called", async () => {
    const box = probe(stdio);
    const names = (await box.tools.offered(caller(...granted), ["mcp__probe__*"])).map(({ name }) => name);
    expect(names).toContain("mcp__probe__add");
    // No model's API takes a `.` or a `/`.
    expect(names.every((name) => /^[\w-]{1,64}$/.test(name))).toBe(true);
    expect(await call(box, "add", { a: 2, b: 3 })).toBe("5");
    expect(await box.call(names.find((name) => name.includes("issues")) ?? "", {})).toBe("none");
    expect(await call(box, "fail")).toBe("Error: it is broken");
    expect(await call(box, "picture")).toBe("(image of type image/png: not shown)");
    expect(await call(box, "add", { a: "x" })).toMatch(/^Error/);
  });

  test("a flood is cut and cleaned", async () => {
    const said = await call(probe(stdio), "flood");
    expect(said).toMatch(/^xxx[\s\S]*bytes left out[\s\S]*xxx$/);
    expect(said.length).toBeLessThan(65_000);
  });

  test("it gets its own secret, from a file, and none of the router's", async () => {
    const file = join(await freshFolder(), "token");
    await writeFile(file, "own-token\n");
    process.env.ROUTER_TEST_SECRET = "the secret";
    try {
      expect(await call(probe({ ...stdio, envFiles: { PROBE_TOKEN: file } }), "secret")).toBe(
        "own-token undefined",
      );
    } finally {
      delete process.env.ROUTER_TEST_SECRET;
    }
  });

  test("when it dies, that call fails in words, and the next one finds it again", async () => {
    const box = probe(stdio);
    expect(await call(box, "die")).toBe("Error: The MCP server probe failed: it has ended.");
    expect(await call(box, "add", { a: 1, b: 1 })).toBe("2");
  });

  test("when it hangs, the call ends at its time, and the next one works", async () => {
    const box = probe({ ...stdio, timeout: "5s" });
    await call(box, "add", { a: 1, b: 1 });
    const began = Date.now();
    expect(await call(box, "hang")).toBe("Error: The MCP server probe failed: it does not answer in time.");
    expect(Date.now() - began).toBeLessThan(9000);
    expect(box.audits.at(-1)?.outcome).toBe("timeout");
    expect(await call(box, "add", { a: 1, b: 1 })).toBe("2");
  });

  test("a client that goes away ends the call at once", async () => {
    const box = probe(stdio);
    await call(box, "add", { a: 1, b: 1 });
    const gone = new AbortController();
    const hanging = box.call("mcp__probe__hang", {}, { signal: gone.signal });
    await sleep(100);
    gone.abort();
    await expect(hanging).rejects.toThrow(/abort/);
  });

  test("what it learns while it runs is offered too", async () => {
    const box = probe(stdio);
    await call(box, "grow");
    await vi.waitFor(async () => expect(await call(box, "grown")).toBe("new"));
  });

  test("a key that does not name it gets nothing of it; what it warns of has to be named itself", async () => {
    const box = probe(stdio, ["mcp__probe__*"]);
    await expect(call(box, "wipe")).rejects.toThrow(/no server-side tool called "mcp__probe__wipe"/);
    expect(await call(probe(stdio), "wipe")).toBe("wiped");
    await expect(call(probe(stdio, ["*"]), "add")).rejects.toThrow(/It may use: none/);
    await expect(call(probe(stdio, ["mcp__other__*"]), "add")).rejects.toThrow(/It may use: none/);
  });
});

test("a server that cannot be started is told to who asks for it, and left alone for a while", async () => {
  const box = probe({ command: "/nowhere/server" });
  await expect(call(box, "add")).rejects.toMatchObject({
    details: {
      status: 502,
      message: "The MCP server probe cannot be reached: its program is not installed.",
    },
  });
  expect(await box.tools.problems()).toEqual(["tools.mcp.probe: its program is not installed"]);
});

test("a server that says nothing keeps only those waiting who ask for it, and not for long", async () => {
  const box = probe({ command: "sleep", args: ["54.32"], timeout: "4s" });
  const began = Date.now();
  await expect(box.tools.offered(caller(...granted), ["*"])).rejects.toThrow(/It may use: mcp__probe__\*/);
  expect(Date.now() - began).toBeLessThan(3000);
  await expect(call(box, "add")).rejects.toThrow("cannot be reached: it does not answer in time");
  expect(Date.now() - began).toBeLessThan(6000);
});

describe("a server at an address", () => {
  test("is called with its token, and found again when it has forgotten the session or was away", async () => {
    const file = join(await freshFolder(), "token");
    await writeFile(file, "t0ken\n");
    const server = await serveHttp({ token: "t0ken" });
    const { port } = server;
    const box = probe({ url: `http://127.0.0.1:${port}/mcp`, tokenFile: file });
    expect(await call(box, "add", { a: 2, b: 3 })).toBe("5");

    server.sessions.clear();
    expect(await call(box, "add", { a: 2, b: 3 })).toMatch(/^Error: The MCP server probe failed/);
    expect(await call(box, "add", { a: 2, b: 3 })).toBe("5");

    await server.stop();
    expect(await call(box, "add", { a: 2, b: 3 })).toMatch(/^Error: The MCP server probe failed/);
    await expect(call(box, "add")).rejects.toThrow(/cannot be reached/);
    const again = await serveHttp({ token: "t0ken", port });
    await vi.waitFor(async () => expect(await call(box, "add", { a: 2, b: 3 })).toBe("5"), 10_000);
    await again.stop();
  });

  test("that refuses its token says so without a page of HTML", async () => {
    const server = await serveHttp({ token: "t0ken" });
    const box = probe({
      url: `http://127.0.0.1:${server.port}/mcp`,
      headers: { authorization: "Bearer wrong" },
    });
    await expect(call(box, "add")).rejects.toThrow(/cannot be reached: .*403/);
    await server.stop();
  });
});
