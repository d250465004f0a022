import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type House, house } from "../testing/house.ts";
import { answers, streamOf, Upstream } from "../testing/upstream.ts";

let upstream: Upstream;
let router: House;
let openai: OpenAI;
let anthropic: Anthropic;

beforeAll(async () => {
  upstream = await Upstream.start();
  router = await house(`
providers:
  - name: box
    kind: openai
    baseUrl: ${upstream.url}
    models: [fake, größe, { id: other, as: real-name, cost: { prompt: 2, completion: 10 } }]
`);
  openai = new OpenAI({ baseURL: `${router.url}/v1`, apiKey: "x", maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: router.url, apiKey: "x", maxRetries: 0 });
});

afterEach(() => {
  upstream.behave = answers();
  router.usage.length = 0;
});

afterAll(async () => {
  await router.close();
  await upstream.close();
});

const messages = [{ role: "user" as const, content: "Hello?" }];

/** The bytes that a client gets. */
async function asked(body: object | string, path = "/v1/chat/completions") {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(router.url + path, { method: "POST", body: text });
  return { response, text: await response.text() };
}

describe("OpenAI's own client", () => {
  test("gets an answer, and its usage is counted", async () => {
    const answer = await openai.chat.completions.create({ model: "fake", messages });
    expect(answer.choices[0]?.message.content).toBe("Hello there!");
    expect(router.usage).toMatchObject([
      {
        api: "chat",
        model: "fake",
        provider: "box",
        status: 200,
        promptTokens: 12,
        completionTokens: 3,
        attempts: 1,
        why: "the only one",
      },
    ]);
  });

  test("gets a stream, without the usage that it did not ask for, which is counted all the same", async () => {
    const stream = await openai.chat.completions.create({ model: "fake", messages, stream: true });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe("Hello there!");
    expect(chunks.some(({ usage }) => usage)).toBe(false);
    expect(upstream.last.json.stream_options).toEqual({ include_usage: true });
    expect(router.usage).toMatchObject([
      { stream: true, promptTokens: 12, completionTokens: 3, partial: false },
    ]);
  });

  test("gets the usage that it asked for", async () => {
    const stream = openai.chat.completions.stream({
      model: "fake",
      messages,
      stream_options: { include_usage: true },
    });
    expect((await stream.finalChatCompletion()).usage?.total_tokens).toBe(15);
  });

  test("lists the models, and the aliases that every house has", async () => {
    const ids = (await openai.models.list()).data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(["fake", "other", "auto", "fast"]));
  });

  test("may speak the Responses API to a provider that only knows chat", async () => {
    const answer = await openai.responses.create({ model: "fake", input: "Hello?" });
    expect(answer.output_text).toBe("Hello there!");
  });
});

describe("Anthropic's own client speaks to an OpenAI-compatible provider", () => {
  test("in one piece", async () => {
    const answer = await anthropic.messages.create({ model: "fake", max_tokens: 100, messages });
    expect(answer.content).toMatchObject([{ type: "text", text: "Hello there!" }]);
    expect(answer.usage).toMatchObject({ input_tokens: 12, output_tokens: 3 });
  });

  test("in a stream", async () => {
    const stream = anthropic.messages.stream({ model: "fake", max_tokens: 100, messages });
    const answer = await stream.finalMessage();
    expect(answer.content).toMatchObject([{ type: "text", text: "Hello there!" }]);
    expect(router.usage).toMatchObject([{ api: "messages", promptTokens: 12, completionTokens: 3 }]);
  });

  test("and counts tokens where the provider cannot", async () => {
    const { input_tokens } = await anthropic.messages.countTokens({ model: "fake", messages });
    expect(input_tokens).toBeGreaterThan(0);
  });
});

describe("what nobody here knows", () => {
  test("reaches the provider as it was written", async () => {
    const body =
      '{ "model":"fake", "seed":12345678901234567890,\n "messages":[{"role":"user","content":"ü"}],"min_p":0.10 }';
    await asked(body);
    expect(upstream.last.raw.toString()).toBe(body);
  });

  test("reaches it too where the model has another name there", async () => {
    await asked('{"model":"other","top_k":1.0,"messages":[{"role":"user","content":"hi"}]}');
    expect(upstream.last.raw.toString()).toBe(
      '{"model":"real-name","top_k":1.0,"messages":[{"role":"user","content":"hi"}]}',
    );
    // 12 tokens at 2 dollars a million, 3 at 10.
    expect(router.usage[0]?.cost).toBe(54);
  });

  test("comes back byte for byte, comments and all, however the provider cuts its stream", async () => {
    const sent = [": warming up\n\n", ...streamOf("Grüße 🏔 aus Zürich"), ": bye\n\n"]
      .join("")
      .replace('"finish_reason":"stop"', '"finish_reason":"stop","timings":{"predicted_per_second":42.5}');
    upstream.behave = async ({ response }) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const bytes = Buffer.from(sent);
      for (let at = 0; at < bytes.length; at += 7) {
        response.write(bytes.subarray(at, at + 7));
        if (at % 70 === 0) await new Promise((later) => setTimeout(later, 1));
      }
      response.end();
    };
    const { text, response } = await asked({ model: "fake", messages, stream: true });
    expect(text).toBe(sent);
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  });

  test("and who answered stands in the headers", async () => {
    const { response } = await asked({ model: "auto", messages });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-router-provider": "box",
      "x-router-model": "fake",
      "x-router-decision": expect.stringContaining("before 2 more"),
    });
  });
});

test("sound is passed on as it comes", async () => {
  const sound = Buffer.from([0xff, 0xfb, 0, 1, 2, 3]);
  upstream.behave = ({ response }) => {
    response.writeHead(200, { "content-type": "audio/mpeg" });
    response.end(sound);
  };
  const speech = await openai.audio.speech.create({ model: "fake", voice: "alloy", input: "Hello" });
  expect(Buffer.from(await speech.arrayBuffer())).toEqual(sound);
});

test("sound in events ends as it ends", async () => {
  const events =
    'data: {"type":"speech.audio.delta","audio":"AAAA"}\n\ndata: {"type":"speech.audio.done"}\n\n';
  upstream.behave = ({ response }) =>
    void response.setHeader("content-type", "text/event-stream").end(events);
  const body = { model: "fake", voice: "alloy", input: "Hello", stream_format: "sse" };
  expect((await asked(body, "/v1/audio/speech")).text).toBe(events);
});

test("a model's name may be in any script", async () => {
  const { response } = await asked({ model: "größe", messages });
  expect([response.status, response.headers.get("x-router-model")]).toEqual([200, "gr%C3%B6%C3%9Fe"]);
});

test("a file to transcribe reaches the provider under the model's name there", async () => {
  const file = new File(["sound"], "a.wav", { type: "audio/wav" });
  upstream.behave = ({ response }) =>
    void response.setHeader("content-type", "application/json").end('{"text":"Hi"}');
  const answer = await openai.audio.transcriptions.create({ model: "other", file });
  expect(answer.text).toBe("Hi");
  expect(upstream.last.raw.toString("latin1")).toContain("real-name");
  expect(upstream.last.raw.toString("latin1")).toContain("sound");
});

test("vectors larger than what is kept pass through, and are metered by their end", async () => {
  const data = Array.from({ length: 100 }, (_, index) => ({
    index,
    embedding: Array(2000).fill(0.123456789),
  }));
  const body = JSON.stringify({ object: "list", data, usage: { prompt_tokens: 7, total_tokens: 7 } });
  upstream.behave = ({ response }) => void response.setHeader("content-type", "application/json").end(body);
  const { text } = await asked({ model: "fake", input: ["a"] }, "/v1/embeddings");
  expect(text).toBe(body);
  expect(router.usage).toMatchObject([{ promptTokens: 7, completionTokens: undefined }]);
});
