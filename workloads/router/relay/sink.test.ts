import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import type { Call } from "../http/index.ts";
import { ClientSink } from "./sink.ts";

test("what is flushed leaves within its tick, and the rest of the answer follows whole", async () => {
  const waiting: (number | undefined)[] = [];
  const server = createServer((_, response) => {
    const sink = new ClientSink({ response, headers: [] } as unknown as Call);
    sink.head(200, ["content-type", "text/event-stream"]);
    sink.write("data: first\n\n");
    waiting.push(response.socket?.writableLength);
    sink.flush();
    waiting.push(response.socket?.writableLength);
    sink.write("data: second\n\n");
    sink.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const asked = request({ port: (server.address() as AddressInfo).port }).end();
  const [answer] = await once(asked, "response");
  let text = "";
  for await (const piece of answer) text += piece;
  server.close();
  expect(waiting[0]).toBeGreaterThan(0);
  expect(waiting[1]).toBe(0);
  expect(text).toBe("data: first\n\ndata: second\n\n");
});
