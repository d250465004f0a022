import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { ask, askFor, PeerProblem, secondsOf } from "./ask.ts";

async function peer(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const form = z.object({ name: z.string() });

test("a good answer comes in its form; what is sent is JSON", async () => {
  const url = await peer((request, response) => {
    expect(request.method).toBe("POST");
    expect(request.headers["content-type"]).toBe("application/json");
    request.pipe(response);
  });
  expect(await askFor({ who: "Echo", url, body: { name: "ada" } }, form)).toEqual({ name: "ada" });
});

test("a form goes as it is", async () => {
  const url = await peer(async (request, response) => {
    expect(request.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    let text = "";
    for await (const part of request) text += part;
    response.end(JSON.stringify({ name: /filename="(.*?)"/.exec(text)?.[1] }));
  });
  const sent = new FormData();
  sent.set("file", new Blob(["sound"]), "voice.webm");
  expect(await askFor({ who: "Echo", url, form: sent }, form)).toEqual({ name: "voice.webm" });
});

test("whatever else a peer does is one sentence, without what is secret in its address", async () => {
  const url = await peer((request, response) => {
    if (request.url === "/refuses")
      response.writeHead(429, { "retry-after": "7" }).end("slow\n  down".padEnd(900, "!"));
    else if (request.url === "/large") response.end("x".repeat(2_000));
    else if (request.url === "/page") response.end("<html>");
    else if (request.url === "/cuts") response.writeHead(200, { "content-length": "10" }).write("half");
    else if (request.url?.startsWith("/strange")) response.end('{"name":7}');
    if (request.url === "/cuts") setTimeout(() => response.destroy(), 20);
  });
  const said = (path: string, more = {}) =>
    askFor({ who: "Echo", url: `${url}${path}`, largest: 1_000, patience: 1_000, ...more }, form).catch(
      (e) => e,
    );
  const refused = await said("/refuses");
  expect(refused).toBeInstanceOf(PeerProblem);
  expect(refused).toMatchObject({ status: 429, retryAfter: 7 });
  expect(refused.message).toMatch(/^Echo answers 429: slow down!+$/);
  expect(refused.message.length).toBeLessThan(250);
  expect((await said("/large")).message).toBe("Echo answers with more than 1000 bytes.");
  expect((await said("/page")).message).toContain("but not in JSON");
  expect((await said("/cuts")).message).toContain("does not answer");
  expect((await said("/silent")).message).toContain("nothing came within 1 s");
  const strange = (await said("/strange?token=hunter2")).message;
  expect(strange).toMatch(/not as its API does: name: /);
  expect(strange).not.toContain("hunter2");
  const nobody = await ask({ who: "Echo", url: "http://127.0.0.1:9/" }).catch((e) => e);
  expect(nobody.message).toMatch(/^Echo does not answer at http:\/\/127\.0\.0\.1:9\/: /);
});

test.each([
  ['{"error":{"message":"no such thing"}}', "no such thing"],
  ['{"status":"error","error":"parse error"}', "parse error"],
  ['{"kind":"Status","message":"it is guarded","code":429}', "it is guarded"],
  ['{"error":7}', '{"error":7}'],
  ["null", "null"],
])("of a refusal in JSON its sentence is told: %s", async (body, sentence) => {
  const url = await peer((_, response) => response.writeHead(400).end(body));
  await expect(ask({ who: "Echo", url })).rejects.toThrow(`Echo answers 400: ${sentence}`);
});

test("whether a question was heard is known where there was no connection", async () => {
  const gone = createServer().listen(0, "127.0.0.1");
  await once(gone, "listening");
  const { port } = gone.address() as AddressInfo;
  await new Promise((closed) => gone.close(closed));
  const nobody = await ask({ who: "Echo", url: `http://127.0.0.1:${port}/` }).catch((e) => e);
  const url = await peer((_, response) => response.destroy());
  const cut = await ask({ who: "Echo", url }).catch((e) => e);
  expect([nobody.wasUnheard, cut.wasUnheard]).toEqual([true, false]);
});

test("when to come again is said in seconds or as a date", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect(secondsOf("12", now)).toBe(12);
  expect(secondsOf("Thu, 01 Jan 2026 00:01:00 GMT", now)).toBe(60);
  expect(secondsOf("soon", now)).toBeUndefined();
});

test("whoever has moved is followed, and keys are not told to others", async () => {
  const seen: string[] = [];
  const other = await peer((request, response) => {
    seen.push(`${request.method} ${request.headers.authorization ?? "no key"}`);
    response.end('{"name":"other"}');
  });
  const url = await peer((request, response) => {
    seen.push(`${request.method} ${request.headers.authorization ?? "no key"}`);
    const to: Record<string, string> = { "/": "/here", "/away": other, "/round": "/round" };
    const location = to[request.url ?? ""];
    if (location) response.writeHead(request.headers["x-status"] === "307" ? 307 : 302, { location }).end();
    else request.pipe(response);
  });
  const headers = { authorization: "Bearer key", "x-status": "307" };
  const body = { name: "ada" };
  expect(await askFor({ who: "Echo", url, headers, body }, form)).toEqual(body);
  expect(await askFor({ who: "Echo", url: `${url}/away`, headers }, form)).toEqual({ name: "other" });
  expect(await askFor({ who: "Echo", url: `${url}/away`, body }, form)).toEqual({ name: "other" });
  const [key, none] = ["Bearer key", "no key"];
  const expected = ["POST", "POST", "GET"].map((method) => `${method} ${key}`);
  expect(seen).toEqual([...expected, `GET ${none}`, `POST ${none}`, `GET ${none}`]);
  await expect(ask({ who: "Echo", url: `${url}/round` })).rejects.toThrow("elsewhere more than 5 times");
});

test("a body is whole with every method, and whoever asked may leave", async () => {
  const url = await peer((request, response) => {
    if (request.url === "/") request.pipe(response);
  });
  expect(await askFor({ who: "Echo", url, method: "DELETE", body: { name: "ada" } }, form)).toEqual({
    name: "ada",
  });
  const leave = new AbortController();
  const asked = ask({ who: "Echo", url: `${url}/silent`, signal: leave.signal });
  leave.abort(new Error("never mind"));
  await expect(asked).rejects.toThrow("never mind");
});
