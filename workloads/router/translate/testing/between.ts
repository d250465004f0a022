import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import { createParser } from "eventsource-parser";
import type { JsonObject } from "../../http/json.ts";
import type { StreamEvent, StreamTranslator, Translation } from "../translation.ts";

/** A provider's answer: JSON, or events as they go over the wire, perhaps without their proper end. */
export type Played = { json: JsonObject } | { events: JsonObject[]; done?: boolean };

export interface Between {
  url: string;
  /** What the provider was asked, the latest last. */
  asked: JsonObject[];
  close(): Promise<void>;
}

/** A server that speaks the client's API: behind a translation, a provider that answers with what is played. */
export async function between(
  translation: Translation,
  play: (request: JsonObject) => Played,
): Promise<Between> {
  const asked: JsonObject[] = [];
  const server = createServer(async (request, response) => {
    const body: JsonObject = JSON.parse(await readText(request));
    const translated = overWire(translation.request(body));
    asked.push(translated);
    const played = play(translated);
    if ("json" in played) {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(translation.response(played.json, body)));
      return;
    }
    response.setHeader("content-type", "text/event-stream");
    const events = run(
      translation.stream(body),
      wireOf(played.events, played.done ?? true),
      played.done ?? true,
    );
    response.end(events.map(write).join(""));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The bytes of a provider's stream: Anthropic names its events, OpenAI ends with `[DONE]`. */
export function wireOf(events: JsonObject[], done = true): string {
  const isNamed = typeof events[0]?.type === "string";
  const lines = events.map(
    (event) => `${isNamed ? `event: ${event.type}\n` : ""}data: ${JSON.stringify(event)}\n\n`,
  );
  return lines.join("") + (done && !isNamed ? "data: [DONE]\n\n" : "");
}

/** Through the very parser that the router uses, in one piece or cut at the given places. */
export function run(
  translator: StreamTranslator,
  wire: string,
  proper = true,
  cuts: number[] = [],
): StreamEvent[] {
  const said: StreamEvent[] = [];
  const parser = createParser({ onEvent: (event) => said.push(...translator.push(event)) });
  const places = [...new Set(cuts)].sort((a, b) => a - b);
  let from = 0;
  for (const place of [...places, wire.length]) {
    parser.feed(wire.slice(from, place));
    from = place;
  }
  return proper ? [...said, ...translator.end()] : said;
}

export function write({ event, data }: StreamEvent): string {
  return `${event ? `event: ${event}\n` : ""}data: ${data}\n\n`;
}

export function dataOf(events: StreamEvent[]): JsonObject[] {
  return events.filter(({ data }) => data.startsWith("{")).map(({ data }) => JSON.parse(data));
}

/** As the other side reads it: without what is `undefined`. */
export function overWire(value: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(value));
}
