import { expect, test } from "vitest";
import { streamOf } from "../../testing/upstream.ts";
import { GlmRepair, UsageReader } from "../../translate/index.ts";
import { TranslatedStream } from "./translated-stream.ts";

test("a torn event is mended before anybody takes it for a broken stream", () => {
  const events = streamOf("Hello there!", { stream_options: { include_usage: true } });
  const torn = `data: {"id":"old","choices":[{"index":0,"delta":{"role${events.join("")}`;
  const form = new TranslatedStream({
    repair: new GlmRepair(),
    usage: new UsageReader("openai"),
    strip: true,
  });
  const text = `${form.push(Buffer.from(torn))}${form.end() ?? ""}`;
  expect(text).toBe(streamOf("Hello there!").join(""));
  expect(form.tokens).toMatchObject({ prompt: 12, completion: 3 });
});
