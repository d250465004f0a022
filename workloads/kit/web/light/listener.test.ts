import { once } from "node:events";
import { createServer, get, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { expect, onTestFinished, test } from "vitest";
import { listenerOf } from "./index.ts";

const Own = globalThis.Response;
const broken: unknown[] = [];

async function serving(routes: (app: Hono) => void): Promise<string> {
  const app = new Hono();
  routes(app);
  const server = createServer(listenerOf(app.fetch, (error) => broken.push(error))).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("what an app answers with comes as it was meant, of whatever kind it is", async () => {
  const url = await serving((app) => {
    app.get("/text", (c) => c.text("hä"));
    app.get("/own", () => new Own("by fetch's own", { status: 201, headers: { "x-own": "1" } }));
    app.get("/cookies", (c) => {
      c.header("set-cookie", "a=1, b", { append: true });
      c.header("set-cookie", "c=2", { append: true });
      return c.body(null, 204);
    });
    app.use("/later/*", async (c, next) => {
      await next();
      c.header("x-later", "1");
      const { status } = c.res;
      c.res = new Response(`${await c.res.text()}!`, { status });
    });
    app.get("/later/text", (c) => c.text("later"));
    app.post("/upload", async (c) =>
      c.json({ ...(await c.req.parseBody()), signal: c.req.raw.signal.aborted }),
    );
    app.post("/echo", (c) => c.body(c.req.raw.body as ReadableStream));
  });
  const plain = await fetch(`${url}/text`);
  expect([await plain.text(), plain.headers.get("content-length")]).toEqual(["hä", "3"]);
  expect(plain.headers.get("content-type")).toBe("text/plain;charset=UTF-8");
  const head = await fetch(`${url}/text`, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  const own = await fetch(`${url}/own`);
  expect([own.status, own.headers.get("x-own"), await own.text()]).toEqual([201, "1", "by fetch's own"]);
  expect((await fetch(`${url}/cookies`)).headers.getSetCookie()).toEqual(["a=1, b", "c=2"]);
  const later = await fetch(`${url}/later/text`);
  expect([await later.text(), later.headers.get("x-later")]).toEqual(["later!", "1"]);
  const form = new FormData();
  form.set("name", "Ada");
  const uploaded = await fetch(`${url}/upload`, { method: "POST", body: form });
  expect(await uploaded.json()).toEqual({ name: "Ada", signal: false });
  expect(await (await fetch(`${url}/echo`, { method: "POST", body: "again" })).text()).toBe("again");
});

test("whoever goes in the middle of a stream ends it, though nothing is said there", async () => {
  let gone = () => {};
  const ended = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const url = await serving((app) =>
    app.get("/events", (c) =>
      streamSSE(c, async (stream) => {
        stream.onAbort(gone);
        await stream.writeSSE({ data: "first" });
        await ended;
      }),
    ),
  );
  const asking = get(`${url}/events`);
  const [answer] = await once(asking, "response");
  await once(answer, "data");
  answer.destroy();
  await ended;
  expect(broken.splice(0)).toEqual([]);
});

test("a stream that breaks cuts the answer off, and is told of", async () => {
  const url = await serving((app) =>
    app.get("/breaks", (c) => {
      let count = 0;
      const pull = (stream: ReadableStreamDefaultController) => {
        if (count++ === 0) stream.enqueue(new TextEncoder().encode("half"));
        else stream.error(new Error("the disk is gone"));
      };
      return c.body(new ReadableStream({ pull }));
    }),
  );
  await expect(fetch(`${url}/breaks`).then((answer) => answer.text())).rejects.toThrow();
  expect(broken.splice(0)).toEqual([new Error("the disk is gone")]);
});

test("what has no address is refused, and never reaches another host's", async () => {
  const url = await serving((app) => app.get("*", (c) => c.text(c.req.url)));
  const { port } = new URL(url);
  const answers = async (line: string, host: string) => {
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`GET ${line} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    const [head = "", body] = (await text(socket)).split("\r\n\r\n");
    return head.startsWith("HTTP/1.1 200") ? body : head.slice(9, 12);
  };
  expect(await answers("/a?b=%20c", "lab.test:80")).toBe("http://lab.test/a?b=%20c");
  expect(await answers("//evil.test/a", "lab.test")).toBe("http://lab.test//evil.test/a");
  for (const host of ["a@b.test", "a.test/b", "a b", ""]) expect(await answers("/", host)).toBe("400");
  for (const line of ["*", "/a\\b", "ftp://lab.test/"]) expect(await answers(line, "lab.test")).toBe("400");
});

test("a body that nobody reads is read away, so that whoever sends it sees the answer", async () => {
  const url = await serving((app) => app.post("/", (c) => c.text("no, thank you", 403)));
  const asking = request(url, { method: "POST" });
  asking.write(Buffer.alloc(4_000_000));
  asking.end(Buffer.alloc(4_000_000));
  const sent = once(asking, "close");
  const [answer] = await once(asking, "response");
  expect([answer.statusCode, await text(answer)]).toEqual([403, "no, thank you"]);
  await sent;
});
