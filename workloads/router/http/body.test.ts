import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { serve } from "./index.ts";
import { MIB, open, post, problem, raw, server, serving, useServer } from "./testing/site.ts";

useServer();

/** Time for what is on its way, while timers stand still. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
}

describe("a body", () => {
  test("may begin with a mark of its encoding, and cannot reach prototypes", async () => {
    const body = '\ufeff{"name":"n","__proto__":{"admin":true},"__proto__":{"admin":true}}';
    expect((await post("/named", body)).status).toBe(200);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test("is unpacked up to the limit", async () => {
    const packed = (bytes: number) =>
      post("/bytes", gzipSync(Buffer.alloc(bytes)), { "content-encoding": "gzip" });
    expect(await (await packed(MIB)).json()).toEqual({ bytes: MIB });
    expect((await packed(MIB + 1)).status).toBe(413);
    expect((await post("/bytes", "plain", { "content-encoding": "gzip" })).status).toBe(400);
    const odd = await post("/bytes", "x", { "content-encoding": "compress" });
    expect([odd.status, (await problem(odd)).message]).toEqual([
      415,
      expect.stringContaining("gzip, deflate, br"),
    ]);
  });

  test("comes whole however it is cut", async () => {
    const head = "POST /bytes HTTP/1.1\r\nhost: x\r\nconnection: close\r\n";
    expect(await raw(`${head}content-length: 10\r\n\r\n`, 10, "01234", 10, "56789")).toContain(
      '{"bytes":10}',
    );
    expect(
      await raw(`${head}transfer-encoding: chunked\r\n\r\n`, "3\r\n012\r\n", 10, "2\r\n34\r\n0\r\n\r\n"),
    ).toContain('{"bytes":5}');
    expect(await (await post("/bytes", Buffer.alloc(MIB))).json()).toEqual({ bytes: MIB });
  });

  test.each([
    ["that says how long it is", { "content-length": String(50 * MIB) }],
    ["that does not say how long it is", {}],
  ])(
    "of 50 MB %s is refused with an answer that its sender can read, and is not kept",
    async (_, headers) => {
      const piece = Buffer.alloc(64 * 1024);
      const before = process.memoryUsage.rss();
      for (let count = 0; count < 4; count++) {
        const request = httpRequest(`${server.url}/bytes`, { method: "POST", headers });
        const answered = once(request, "response");
        for (let sum = 0; sum < 50 * MIB; sum += piece.length) request.write(piece);
        request.end();
        const [answer] = await answered;
        expect([answer.statusCode, answer.headers.connection]).toEqual([413, "close"]);
        expect(String((await answer.toArray())[0])).toContain("larger than 1 MiB");
      }
      expect(process.memoryUsage.rss() - before).toBeLessThan(40 * MIB);
    },
  );

  test("is only asked for when it will be read", async () => {
    const head = "POST /bytes HTTP/1.1\r\nhost: x\r\nconnection: close\r\nexpect: 100-continue\r\n";
    expect(await raw(`${head}content-length: 3\r\n\r\n`, 50, "abc")).toMatch(
      /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200/,
    );
    const refused = await raw(`${head}content-length: 99999999\r\n\r\n`, 50);
    expect(refused).toMatch(/^HTTP\/1.1 413/);
  });

  test("that stands still is given up", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const socket = open();
      const answer = once(socket, "data");
      socket.write("POST /bytes HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n123");
      while (vi.getTimerCount() === 0) await new Promise(setImmediate);
      vi.advanceTimersByTime(20_000);
      socket.write("456");
      await turns(200);
      vi.advanceTimersByTime(20_000);
      await turns(200);
      expect(socket.bytesRead).toBe(0);
      vi.advanceTimersByTime(10_000);
      expect(String((await answer)[0])).toMatch(/^HTTP\/1.1 408/);
      socket.destroy();
    } finally {
      vi.useRealTimers();
    }
  });

  test("whose sender has gone ends the reading of it", async () => {
    const refused: unknown[] = [];
    const other = await serve({ ...serving(), refused: (fault) => refused.push(fault.code) });
    const socket = connect(other.address.port, "127.0.0.1");
    socket.write("POST /bytes HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n123");
    await sleep(50);
    socket.destroy();
    await vi.waitFor(() => expect(refused).toEqual(["client_closed"]));
    await other.close();
  });
});
