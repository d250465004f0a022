import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { serve } from "./index.ts";
import { get, open, raw, seen, server, serving, useServer } from "./testing/site.ts";

useServer();

test("a port that is taken is named, with what to do", async () => {
  const { port } = server.address;
  await expect(serve(serving({ port }))).rejects.toThrow(
    `PORT ${port} on HOST 127.0.0.1 is taken by another program`,
  );
});

test("one connection too many is closed and counted, and the others go on", async () => {
  const refused: string[] = [];
  const small = await serve({ ...serving({ maxConnections: 2 }), refused: ({ kind }) => refused.push(kind) });
  const { port } = small.address;
  const [one, two] = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
  await Promise.all([once(one, "connect"), once(two, "connect")]);
  const third = connect(port, "127.0.0.1").on("error", () => {});
  await once(third, "close");
  expect(refused).toEqual(["overloaded"]);
  one.write("GET /hello HTTP/1.1\r\nhost: x\r\n\r\n");
  expect(String((await once(one, "data"))[0])).toContain("you");
  await small.close();
});

describe("a server that closes", () => {
  test("lets every stream come to its end, and no connection outlive it", async () => {
    const streams = await Promise.all(Array.from({ length: 40 }, () => get("/stream")));
    const idle = open();
    idle.write("GET /hello HTTP/1.1\r\nhost: x\r\n\r\n");
    const silent = open();
    await Promise.all([once(idle, "data"), once(silent, "connect")]);
    const idleGone = Promise.all([once(idle, "close"), once(silent, "close")]);
    const began = Date.now();
    const closing = server.close();
    expect(server.draining).toBe(true);
    await idleGone;
    expect(Date.now() - began).toBeLessThan(250);
    await expect(get("/hello")).rejects.toThrow();
    const texts = await Promise.all(streams.map((each) => each.text()));
    for (const text of texts) expect(text).toMatch(/data: 9\n\ndata: \[DONE\]\n\n$/);
    await closing;
    expect(Date.now() - began).toBeLessThan(2000);
  });

  test("under load answers whole or not at all", async () => {
    let answered = 0;
    let stopped = false;
    const clients = Array.from({ length: 16 }, async () => {
      while (!stopped) {
        const answer = await get("/hello").catch(() => undefined);
        // Nobody listens any more: the only way not to be answered.
        if (!answer) return;
        expect([answer.status, await answer.json()]).toEqual([200, { hello: "you" }]);
        answered++;
      }
    });
    await vi.waitFor(() => expect(answered).toBeGreaterThan(100), 10_000);
    await server.close();
    stopped = true;
    await Promise.all(clients);
  });

  test("says on a connection in use that it will not be kept", async () => {
    const pending = raw(
      "GET /stream HTTP/1.1\r\nhost: x\r\n\r\n",
      150,
      "GET /hello HTTP/1.1\r\nhost: x\r\n\r\n",
    );
    await vi.waitFor(() => expect(seen.signal).toBeDefined());
    await server.close();
    expect((await pending).toLowerCase()).toMatch(/\[done\].*connection: close.*"you"/s);
  });

  test("cuts what is still running at its deadline", async () => {
    const hasty = await serve(serving({ drainSeconds: 0 }));
    const answer = await fetch(`${hasty.url}/stream`);
    await hasty.close();
    await expect(answer.text()).rejects.toThrow();
  });
});
