import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { describe, expect, test } from "vitest";
import { serve } from "./index.ts";
import { get, post, problem, server, serving, useServer } from "./testing/site.ts";

useServer();

describe("a web page", () => {
  test("of a listed origin may ask and read", async () => {
    const origin = "https://chat.example.org";
    const asked = await fetch(`${server.url}/named`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,x-stainless-os",
      },
    });
    expect(asked.status).toBe(204);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      "access-control-allow-origin": origin,
      "access-control-allow-credentials": "true",
      "access-control-allow-headers": "authorization,x-stainless-os",
      "access-control-allow-methods": "POST, OPTIONS",
      vary: "origin",
    });
    const answer = await post("/named", '{"name":"n"}', { origin });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([200, origin]);
    const refused = await get("/nowhere", { origin });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([404, origin]);
  });

  test("of any other may neither read nor act", async () => {
    const origin = "https://chat.example.org.evil.example";
    expect((await get("/hello", { origin })).headers.get("access-control-allow-origin")).toBeNull();
    const acting = await post("/named", '{"name":"n"}', { origin, "content-type": "text/plain" });
    expect([acting.status, (await problem(acting)).message]).toEqual([
      403,
      expect.stringContaining("ROUTER_CORS_ORIGINS"),
    ]);
    const keyed = await post("/named", '{"name":"n"}', { origin, authorization: "Bearer key" });
    expect(keyed.status).toBe(200);
  });

  test("cannot reach a router without keys by a name that points at this machine", async () => {
    const keyless = await serve(serving({ adminKey: undefined }));
    const asked = async (host: string) => {
      const request = httpRequest(`${keyless.url}/hello`, { headers: { host }, agent: false }).end();
      const [answer] = await once(request, "response");
      answer.resume();
      return answer.statusCode;
    };
    expect(await asked("rebound.evil.example")).toBe(403);
    expect(await asked("127.0.0.1.evil.example:80")).toBe(403);
    for (const own of ["localhost:8080", "127.0.0.1", "[::1]:8080", "router.localhost"])
      expect(await asked(own)).toBe(200);
    await keyless.close();
  });
});
