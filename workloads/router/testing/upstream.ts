import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { isObject, type JsonObject, parseObject } from "../http/json.ts";

/** A request as a provider gets it. */
export interface Received {
  path: string;
  headers: IncomingMessage["headers"];
  raw: Buffer;
  json: JsonObject;
  /** When its client hung up before the end, on the clock of `performance.now()`. */
  abortedAt: number | undefined;
  response: ServerResponse;
}

export type Behaviour = (received: Received) => Promise<void> | void;

/** A provider whose every answer a test decides. */
export class Upstream {
  /** What it does with the requests to come. */
  behave: Behaviour = answers();
  models: JsonObject[] = [{ id: "fake", object: "model" }];
  readonly received: Received[] = [];
  readonly url: string;
  #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(behave?: Behaviour): Promise<Upstream> {
    const server = createServer();
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const upstream = new Upstream(server);
    if (behave) upstream.behave = behave;
    server.on("request", (request, response) => upstream.#take(request, response));
    return upstream;
  }

  get last(): Received {
    const last = this.received.at(-1);
    if (!last) throw new Error("the provider was asked nothing");
    return last;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    if (request.method === "GET") {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ object: "list", data: this.models }));
      return;
    }
    const raw = Buffer.concat(parts);
    const received: Received = {
      path: request.url ?? "",
      headers: request.headers,
      raw,
      json: parseObject(raw.toString()) ?? {},
      abortedAt: undefined,
      response,
    };
    this.received.push(received);
    response.once("close", () => {
      if (!response.writableFinished) received.abortedAt = performance.now();
    });
    await this.behave(received);
  }
}

const base = { id: "chatcmpl-1", created: 1_700_000_000, model: "fake" };
const usage = { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 };

/** A chat completion, streamed where it is asked for. */
export function answers(text = "Hello there!", { pace = 0 } = {}): Behaviour {
  return async ({ json, response }) => {
    if (!json.stream) {
      const message = { role: "assistant", content: text };
      const choices = [{ index: 0, message, finish_reason: "stop" }];
      sendJson(response, 200, { ...base, object: "chat.completion", choices, usage });
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of streamOf(text, json)) {
      if (response.destroyed) return;
      response.write(event);
      if (pace > 0) await sleep(pace);
    }
    response.end();
  };
}

/** The events of a stream, as text: a word each, and usage where it was asked for. */
export function streamOf(text: string, { stream_options: options }: JsonObject = {}): string[] {
  const chunk = (delta: JsonObject, finish: string | null = null) =>
    eventOf({
      ...base,
      object: "chat.completion.chunk",
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
  const words = text.split(/(?<= )/);
  const counted = isObject(options) && options.include_usage === true;
  return [
    chunk({ role: "assistant", content: "" }),
    ...words.map((content) => chunk({ content })),
    chunk({}, "stop"),
    ...(counted ? [eventOf({ ...base, object: "chat.completion.chunk", choices: [], usage })] : []),
    "data: [DONE]\n\n",
  ];
}

export function eventOf(data: JsonObject): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

export function sendJson(response: ServerResponse, status: number, body: JsonObject): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

/** An error as OpenAI words it. */
export function refuses(status: number, message: string, headers: Record<string, string> = {}): Behaviour {
  return ({ response }) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    sendJson(response, status, { error: { message, type: "fake", param: null, code: null } });
  };
}
