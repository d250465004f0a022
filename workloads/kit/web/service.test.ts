import type { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { Registry } from "prom-client";
import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { makeLog, SettingsProblem } from "../index.ts";
import { bodyAs, keyNeeded, type Service, type Serving, serve } from "./index.ts";

let serving: Serving | undefined;
afterEach(() => serving?.close());

async function start(routes: (app: Hono) => void, more: Partial<Service> = {}): Promise<string> {
  const settings = { PORT: 0, HOST: "127.0.0.1", DRAIN_SECONDS: 2 };
  serving = await serve({ settings, log: makeLog("silent"), registry: new Registry(), routes, ...more });
  return serving.url;
}

async function json(asked: Promise<Response>) {
  const answer = await asked;
  return { status: answer.status, body: (await answer.json()) as { error?: { message: string } } };
}

test("health, readiness and figures are told without a line of the program's own", async () => {
  let waitsFor: string | undefined = "the database does not answer";
  const url = await start((app) => app.get("/people/:name", (c) => c.text(c.req.param("name"))), {
    notReady: () => waitsFor,
  });
  expect(await json(fetch(`${url}/readyz`))).toMatchObject({ status: 503, body: { reason: waitsFor } });
  waitsFor = undefined;
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/healthz`)).headers.get("x-content-type-options")).toBe("nosniff");
  await fetch(`${url}/people/ada`);
  await fetch(`${url}/people/grace`);
  const figures = await (await fetch(`${url}/metrics`)).text();
  expect(figures).toContain("process_resident_memory_bytes");
  expect(figures).toMatch(/_count\{method="GET",route="\/people\/:name",status="200"\} 2/);
});

test("what is asked wrongly is refused in one form, and what breaks tells nothing of itself", async () => {
  const url = await start((app) => {
    app.post("/lists", async (c) =>
      c.json(await bodyAs(c, z.strictObject({ name: z.string(), items: z.array(z.string()) }))),
    );
    app.get("/broken", () => {
      throw new Error("the password is hunter2");
    });
    app.use("/secret/*", keyNeeded("a-long-key"));
    app.get("/secret/thing", (c) => c.text("here"));
  });
  const post = (body: string) => json(fetch(`${url}/lists`, { method: "POST", body }));
  const message = (text: string) => ({ error: { message: text } });
  expect(await post("{")).toMatchObject({ status: 400, body: message("The body is not JSON.") });
  expect((await post('{"name":"a","items":[1]}')).body.error?.message).toMatch(/^body\.items\.0: /);
  expect(await post(" ".repeat(1024 * 1024 + 1))).toMatchObject({ status: 413 });
  // In pieces, so that nothing says beforehand how large it is.
  const pieces = new Blob([" ".repeat(1024 * 1024), " "]).stream();
  const unsaid = { method: "POST", body: pieces, duplex: "half" } as RequestInit;
  expect(await json(fetch(`${url}/lists`, unsaid))).toMatchObject({ status: 413 });
  expect(await json(fetch(`${url}/none`))).toMatchObject({ status: 404 });
  const broken = await json(fetch(`${url}/broken`));
  expect(broken).toMatchObject({ status: 500 });
  expect(JSON.stringify(broken)).not.toContain("hunter2");
  const shown = (key: string) => fetch(`${url}/secret/thing`, { headers: { authorization: key } });
  expect((await shown("Bearer another")).status).toBe(401);
  expect((await shown("")).status).toBe(401);
  expect(await (await shown("bearer a-long-key")).text()).toBe("here");
});

test("people are refused by a page, and programs in JSON", async () => {
  const url = await start(() => {}, {
    refusalPage: (context, { status, message }) => context.html(`<p>${message}</p>`, status),
  });
  const large = { method: "POST", body: " ".repeat(1024 * 1024 + 1) };
  const read = await fetch(url, { ...large, headers: { accept: "text/html,*/*" } });
  expect([read.status, await read.text()]).toEqual([413, expect.stringContaining("<p>The body is larger")]);
  expect(await json(fetch(url, large))).toMatchObject({ status: 413, body: { error: {} } });
});

test("an answer that has begun comes to its end before the server does", async () => {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const url = await start((app) =>
    app.get("/slow", (c) =>
      streamSSE(c, async (stream) => {
        await stream.writeSSE({ data: "first" });
        await ended;
        await stream.writeSSE({ data: "last" });
      }),
    ),
  );
  const answer = await fetch(`${url}/slow`);
  const closed = serving?.close();
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  end();
  expect(await answer.text()).toContain("last");
  await closed;
});

test("a port that is taken is a setting to mend", async () => {
  const url = await start(() => {});
  const settings = { PORT: Number(new URL(url).port), HOST: "127.0.0.1", DRAIN_SECONDS: 0 };
  const second = serve({ settings, log: makeLog("silent"), registry: new Registry(), routes: () => {} });
  await expect(second).rejects.toThrow(SettingsProblem);
  await expect(second).rejects.toThrow("taken by another program");
});
