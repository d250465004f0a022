import { once } from "node:events";
import { createServer, request as plainRequest, type Server } from "node:http";
import { type RequestOptions, request } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Lab, serviceNamed } from "../lab/index.ts";
import { deriveSecret } from "../secrets/index.ts";
import { freePort, labWith, readerNamed, service } from "../testing/index.ts";
import { layOut, startNginx } from "./testing/running.ts";

const nginx = readerNamed("nginx");
const place = { docker: "desk" };
const PASSWORD = deriveSecret("a root secret of a lab that is only a test", {
  lab: "test",
  service: "ingress/desk",
  name: "admin",
  generation: 1,
  length: 24,
});

/** What a container would answer: slowly, to large bodies, and over a connection that it takes for itself. */
function upstream(): Server {
  const server = createServer((asked, answer) => {
    if (asked.url === "/stream") {
      answer.write("first\n");
      // The rest comes only when somebody has read the first.
      setTimeout(() => answer.end("last\n"), 1_000);
      return;
    }
    let bytes = 0;
    asked.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
    });
    asked.on("end", () => answer.end(JSON.stringify({ url: asked.url, bytes, headers: asked.headers })));
  });
  server.on("upgrade", (_, socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    socket.on("data", (chunk) => socket.write(`echo ${chunk}`));
    socket.on("error", () => {});
  });
  return server;
}

describe.skipIf(!nginx)("a real nginx as an ingress (apt install nginx)", () => {
  let behind: Server;
  let port: number;
  let httpPort: number;
  let ca: string;
  let stop: () => Promise<void>;
  let remove: () => void;

  beforeAll(async () => {
    behind = upstream().listen(0, "127.0.0.1");
    await once(behind, "listening");
    [port, httpPort] = [await freePort(), await freePort()];
    const lab: Lab = labWith(
      service({
        name: "nginx",
        place,
        provides: "ingress",
        ports: { http: httpPort, https: port },
        health: { opens: "https" },
        waive: { "writable-root": { because: "nginx is told by files, in a test too", until: "2027-01-01" } },
      }),
      service({ place, expose: { lan: true }, metrics: { port: "http" } }),
    );
    const laid = await layOut(serviceNamed(lab, "nginx"), lab, {
      "http://web:8080": `http://127.0.0.1:${(behind.address() as AddressInfo).port}`,
    });
    ca = laid.files["/etc/nginx/tls/root.crt"] ?? "";
    remove = laid.remove;
    stop = await startNginx(nginx ?? "", laid.conf, port);
  });
  afterAll(async () => {
    await stop();
    behind.closeAllConnections();
    behind.close();
    remove();
  });

  const ask = (options: RequestOptions = {}) =>
    request({
      host: "127.0.0.1",
      port,
      servername: "web.home",
      ca,
      agent: false,
      ...options,
      headers: { host: "web.home", ...options.headers },
    });

  async function answerTo(options: RequestOptions, body?: Buffer) {
    const asked = ask(options);
    asked.end(body);
    const [answer] = await once(asked, "response");
    let text = "";
    for await (const chunk of answer) text += chunk;
    return { status: answer.statusCode as number, text };
  }

  test("shows a certificate that its root vouches for, and says who asks", async () => {
    const { status, text } = await answerTo({ path: "/hello?a=b" });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      url: "/hello?a=b",
      headers: { host: "web.home", "x-forwarded-proto": "https", "x-forwarded-for": "127.0.0.1" },
    });
  });

  test("passes an answer on while it is being made", async () => {
    const asked = ask({ path: "/stream" });
    asked.end();
    const [answer] = await once(asked, "response");
    const begun = Date.now();
    const [first] = await once(answer, "data");
    expect(String(first)).toBe("first\n");
    expect(Date.now() - begun).toBeLessThan(800);
    answer.resume();
    await once(answer, "end");
  });

  test("takes a body of any size", async () => {
    const { text } = await answerTo({ method: "POST", path: "/" }, Buffer.alloc(8 * 2 ** 20));
    expect(JSON.parse(text)).toMatchObject({ bytes: 8 * 2 ** 20 });
  });

  test("hands a web socket through", async () => {
    const asked = ask({ path: "/", headers: { connection: "Upgrade", upgrade: "websocket" } });
    asked.end();
    const [, socket] = await once(asked, "upgrade");
    socket.write("hello");
    const [heard] = await once(socket, "data");
    expect(String(heard)).toBe("echo hello");
    socket.destroy();
  });

  test("tells of a service only who knows the password, and not again and again", async () => {
    expect((await answerTo({ path: "/metrics" })).status).toBe(401);
    expect((await answerTo({ path: "/metrics", auth: "admin:wrong" })).status).toBe(401);
    expect((await answerTo({ path: "/metrics", auth: `admin:${PASSWORD}` })).status).toBe(200);
    const many = await Promise.all(
      Array.from({ length: 30 }, () => answerTo({ path: "/metrics", auth: `admin:${PASSWORD}` })),
    );
    expect(many.map(({ status }) => status)).toContain(429);
  });

  test("answers for no other name", async () => {
    const asked = ask({ servername: "other.home" });
    asked.end();
    const [error] = await once(asked, "error");
    expect(String(error)).toMatch(/unrecognized name|handshake/i);
  });

  test("sends whoever comes without TLS to it, and gives out its root", async () => {
    const plain = async (path: string) => {
      const asked = plainRequest({ host: "127.0.0.1", port: httpPort, path, headers: { host: "web.home" } });
      asked.end();
      const [answer] = await once(asked, "response");
      let text = "";
      for await (const chunk of answer) text += chunk;
      return { status: answer.statusCode, location: answer.headers.location, text };
    };
    expect(await plain("/a")).toMatchObject({ status: 308, location: "https://web.home/a" });
    expect((await plain("/root.crt")).text).toBe(ca);
  });
});
