import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import OpenAI from "openai";
import { beforeEach, expect, test } from "vitest";
import type { JsonObject } from "../../http/json.ts";
import { streamWithTools } from "../index.ts";
import { Desk, messagesOf, read, weather } from "../testing/desk.ts";
import { ScriptedModels } from "../testing/models.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});

async function collect(chunks: AsyncIterable<JsonObject>): Promise<JsonObject[]> {
  const all: JsonObject[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
}

test("text passes on as it comes, tools are told in chunks of their own, and usage comes once", async () => {
  const models = new ScriptedModels(
    { reasoning: "Hm, a file.", content: "I will look.", calls: [read("project/a.txt")] },
    { content: "It is alpha." },
  );
  const chunks = await collect(
    streamWithTools(desk.ask(models, { stream: true, stream_options: { include_usage: true } })),
  );
  const deltas = chunks.flatMap(({ choices }) =>
    (choices as { delta: JsonObject }[]).map(({ delta }) => delta),
  );
  const joined = (name: string) => deltas.map((delta) => delta[name] ?? "").join("");
  expect(joined("content")).toBe("I will look.\n\nIt is alpha.");
  expect(joined("reasoning_content")).toBe("Hm, a file.");
  expect(joined("role")).toBe("assistant");
  expect(deltas.some((delta) => "tool_calls" in delta)).toBe(false);
  expect(new Set(chunks.map(({ id }) => id))).toEqual(new Set(["chatcmpl-1"]));
  const told = chunks.flatMap(
    ({ router }) => (router as { tool?: { name: string; state: string } } | undefined)?.tool ?? [],
  );
  expect(told.map(({ name, state }) => `${name} ${state}`)).toEqual(["file_read started", "file_read ok"]);
  expect(chunks.filter(({ usage }) => usage)).toEqual([chunks.at(-1)]);
  expect(chunks.at(-1)?.usage).toMatchObject({ total_tokens: 24 });
  expect(chunks.at(-2)).toMatchObject({
    choices: [{ finish_reason: "stop" }],
    timings: { predicted_per_second: 40 },
  });
  const finishes = chunks.flatMap(({ choices }) => (choices as JsonObject[]).map((one) => one.finish_reason));
  expect(finishes.filter((one) => one !== null)).toEqual(["stop"]);
  // What the model thought and said is in its next prompt.
  expect(messagesOf(models.asked[1])[1]).toMatchObject({
    content: "I will look.",
    reasoning_content: "Hm, a file.",
  });
});

test("a client's own call passes on, numbered from zero, also behind the router's", async () => {
  const models = new ScriptedModels(
    { calls: [read("project/a.txt"), ["weather", '{"city":"Bern"}'], ["weather", ""]] },
    { content: "done" },
  );
  const chunks = await collect(streamWithTools(desk.ask(models, { tools: [weather], stream: true })));
  const pieces = chunks.flatMap(({ choices }) =>
    (choices as { delta: { tool_calls?: { index: number; id?: string; function: JsonObject }[] } }[]).flatMap(
      ({ delta }) => delta.tool_calls ?? [],
    ),
  );
  const text = (index: number) =>
    pieces
      .filter((one) => one.index === index)
      .map((one) => one.function.arguments)
      .join("");
  expect([text(0), text(1)]).toEqual(['{"city":"Bern"}', ""]);
  expect(JSON.stringify(pieces)).not.toContain("file_read");
  expect(chunks.at(-1)).toMatchObject({ choices: [{ finish_reason: "tool_calls" }] });
});

test("JSON is held back until it is known to be the answer", async () => {
  const models = new ScriptedModels(
    { content: "{}", calls: [read("project/a.txt")] },
    { content: '{"a":1}' },
  );
  const chunks = await collect(
    streamWithTools(desk.ask(models, { response_format: { type: "json_object" } })),
  );
  const text = chunks.flatMap(({ choices }) =>
    (choices as { delta: JsonObject }[]).map(({ delta }) => delta.content),
  );
  expect(text.join("")).toBe('{"a":1}');
});

test("who stops reading ends the tool that runs", async () => {
  const models = new ScriptedModels({
    calls: [["shell_run", '{"program":"sleep","args":["61"],"cwd":"project"}']],
  });
  const asked = desk.ask(models, { router: { tools: ["shell_run"] } }, { grants: ["shell_run"] });
  for await (const chunk of streamWithTools(asked)) {
    if (JSON.stringify(chunk).includes("started")) break;
  }
  await expect.poll(() => desk.audits.at(-1)?.outcome).toBe("aborted");
});

test("a failure of the model in a later step ends the stream with that failure", async () => {
  const models = new ScriptedModels({ calls: [read("project/a.txt")] }, async () => {
    throw new Error("upstream is gone");
  });
  await expect(collect(streamWithTools(desk.ask(models)))).rejects.toThrow("upstream is gone");
});

test("the official client reads it as any other stream", async () => {
  const models = new ScriptedModels(
    { content: "I will look.", calls: [read("project/a.txt")] },
    { calls: [["weather", '{"city":"Bern"}']] },
  );
  const server = createServer(async (_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const asked = desk.ask(models, { tools: [weather], stream_options: { include_usage: true } });
    for await (const chunk of streamWithTools(asked)) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    response.end("data: [DONE]\n\n");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const client = new OpenAI({ apiKey: "x", baseURL: `http://127.0.0.1:${port}/v1` });
  try {
    const stream = client.chat.completions.stream({
      model: "qwen",
      messages: [{ role: "user", content: "x" }],
    });
    const final = await stream.finalChatCompletion();
    expect(final.choices[0]).toMatchObject({
      finish_reason: "tool_calls",
      message: {
        content: "I will look.",
        tool_calls: [{ id: /./, function: { name: "weather", arguments: '{"city":"Bern"}' } }].map(() =>
          expect.objectContaining({
            function: expect.objectContaining({ name: "weather", arguments: '{"city":"Bern"}' }),
          }),
        ),
      },
    });
    expect(final.usage?.total_tokens).toBe(24);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
