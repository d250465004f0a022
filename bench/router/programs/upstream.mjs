/**
 * Plays an OpenAI provider, as cheaply as it can: it shares a core with the load, and the core to be measured is
 * another's. What it does is steered by the last message, which every gateway passes on:
 * `bench {"events": 50, "pace": 10, "delay": 1000}`.
 */
import { createServer } from "node:http";

/** @typedef {{ events?: number, pace?: number, delay?: number }} Steering `pace` and `delay` in milliseconds */

const base = { id: "chatcmpl-bench", created: 1_700_000_000, model: "fake" };
const usage = { prompt_tokens: 12, completion_tokens: 40, total_tokens: 52 };
const answer = Buffer.from(
  JSON.stringify({
    ...base,
    object: "chat.completion",
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: "Pack my box with five dozen liquor jugs. ".repeat(4) },
        finish_reason: "stop",
      },
    ],
    usage,
  }),
);

const stop = event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
const metered = event({ choices: [], usage });
const done = Buffer.from("data: [DONE]\n\n");

/** @param {object} body */
function event(body) {
  return Buffer.from(`data: ${JSON.stringify({ ...base, object: "chat.completion.chunk", ...body })}\n\n`);
}

/** @param {number} index */
function token(index) {
  const delta = index === 0 ? { role: "assistant", content: "" } : { content: `word${index} ` };
  return event({ choices: [{ index: 0, delta, finish_reason: null }] });
}

const tokens = Array.from({ length: 101 }, (_, index) => token(index));

/** @type {Map<string, Buffer>} */
const streams = new Map();

/**
 * A whole stream as it goes over the wire, each event a chunk of its own.
 * @param {number} events
 * @param {boolean} withUsage
 */
function wholeStream(events, withUsage) {
  const key = `${events} ${withUsage}`;
  const known = streams.get(key);
  if (known) return known;
  const all = [...tokens.slice(0, events + 1), stop, ...(withUsage ? [metered] : []), done];
  const framed = all.flatMap((each) => [
    Buffer.from(`${each.length.toString(16)}\r\n`),
    each,
    Buffer.from("\r\n"),
  ]);
  const stream = Buffer.concat([...framed, Buffer.from("0\r\n\r\n")]);
  streams.set(key, stream);
  return stream;
}

/**
 * @param {{ messages?: { content?: unknown }[] }} body
 * @returns {Steering}
 */
function steering({ messages }) {
  const text = messages?.at(-1)?.content;
  const said = typeof text === "string" ? /^bench (\{.*?\})/.exec(text)?.[1] : undefined;
  return said ? JSON.parse(said) : {};
}

const server = createServer((request, response) => {
  if (request.method === "GET") {
    const list = { object: "list", data: [{ id: "fake", object: "model", created: 1, owned_by: "bench" }] };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(request.url?.endsWith("/models") ? list : { status: "ok" }));
    return;
  }
  /** @type {Buffer[]} */
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(parts).toString());
    const { events = 50, pace = 0, delay = 0 } = steering(body);
    const reply = () => {
      if (!body.stream) return whole(response);
      const withUsage = body.stream_options?.include_usage === true;
      if (pace > 0) paced(response, events, pace, withUsage);
      else if (events < tokens.length) atOnce(response, wholeStream(events, withUsage));
      else asFastAsTaken(response, events);
    };
    if (delay > 0) setTimeout(reply, delay);
    else reply();
  });
});

/** @param {import("node:http").ServerResponse} response */
function whole(response) {
  response.writeHead(200, { "content-type": "application/json", "content-length": answer.length });
  response.end(answer);
}

/** @param {import("node:http").ServerResponse} response */
function beginStream(response) {
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-cache",
    "transfer-encoding": "chunked",
  });
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {Buffer} stream
 */
function atOnce(response, stream) {
  beginStream(response);
  // Its chunks are framed already: left to Node, framing them would cost more than what is measured.
  response.chunkedEncoding = false;
  response.end(stream);
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} events
 * @param {number} pace
 * @param {boolean} withUsage
 */
function paced(response, events, pace, withUsage) {
  beginStream(response);
  response.write(token(0));
  let next = 1;
  const timer = setInterval(() => {
    response.write(token(next));
    next += 1;
    if (next <= events) return;
    clearInterval(timer);
    response.write(stop);
    if (withUsage) response.write(metered);
    response.end(done);
  }, pace);
  response.once("close", () => clearInterval(timer));
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} events
 */
function asFastAsTaken(response, events) {
  beginStream(response);
  const some = Buffer.concat(tokens);
  let left = Math.ceil(events / tokens.length);
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(some)) return;
    }
    if (left === 0) response.end(done);
  };
  response.on("drain", more);
  more();
}

server.keepAliveTimeout = 60_000;
server.listen({ port: Number(process.env.PORT), host: "127.0.0.1", backlog: 4096 });
