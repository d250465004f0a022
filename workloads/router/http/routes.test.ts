import { describe, expect, test } from "vitest";
import { ADMIN, get, post, problem, raw, seen, server, useServer } from "./testing/site.ts";

useServer();

describe("a route", () => {
  test("gets its parameters, its query and its body, each checked", async () => {
    expect(await (await get("/hello")).json()).toEqual({ hello: "you" });
    expect(await (await get("/series?hours=3")).json()).toEqual({ hours: 3 });
    expect(await (await post("/named", '{"name":"n"}')).json()).toEqual({ name: "n" });
    expect(await (await get("/v1/models/Qwen/Qwen3-8B")).json()).toEqual({ model: "Qwen/Qwen3-8B" });
    expect(await (await get("/v1/models/Qwen%2FQwen3-8B")).json()).toEqual({ model: "Qwen/Qwen3-8B" });
    const gone = await fetch(`${server.url}/admin/keys/a%20b`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${ADMIN}` },
    });
    expect([gone.status, seen.id]).toEqual([204, "a b"]);
  });

  test("is told to those who miss it by a letter, by its method, or by an odd address", async () => {
    const missed = await get("/helo");
    expect([missed.status, (await problem(missed)).message]).toEqual([
      404,
      "There is nothing at /helo. Did you mean /hello?",
    ]);
    const wrong = await post("/hello", "{}");
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    expect((await get("/admin/keys/%zz")).status).toBe(400);
    expect(
      await raw(`GET http://any.example/hello HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`),
    ).toContain("you");
  });

  test("answers HEAD without a body and OPTIONS with its methods", async () => {
    const head = await fetch(`${server.url}/hello`, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "15", ""]);
    const options = await fetch(`${server.url}/hello`, { method: "OPTIONS" });
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
    expect(options.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("lets in whom it is for", async () => {
    expect((await get("/keyed")).status).toBe(401);
    expect((await get("/keyed")).headers.get("www-authenticate")).toContain("Bearer");
    expect(await (await get("/keyed", { authorization: "Bearer key" })).json()).toBe("laptop");
    const refused = await fetch(`${server.url}/admin/keys/1`, {
      method: "DELETE",
      headers: { authorization: "Bearer key" },
    });
    expect([refused.status, seen.id]).toEqual([403, undefined]);
    expect(await (await get("/who")).json()).toMatchObject({ who: "anonymous" });
    expect(await (await get("/who", { authorization: "Bearer key" })).json()).toMatchObject({
      who: "laptop",
    });
  });
});
