import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventOf, streamOf } from "../../testing/upstream.ts";
import { UsageReader } from "../../translate/index.ts";
import { PassStream } from "./pass-stream.ts";

/** Sends the bytes in the given pieces, and returns what went on, piece by piece. */
function relay(pieces: Buffer[], { strip = true } = {}) {
  const form = new PassStream({ kind: "openai", strip, usage: new UsageReader("openai") });
  const out = pieces.map((piece) => form.push(piece)?.toString("latin1") ?? "");
  out.push(form.end()?.toString("latin1") ?? "");
  return { form, out, text: Buffer.from(out.join(""), "latin1").toString() };
}

/** Any cut of some bytes into pieces. */
const cuts = fc.array(fc.nat({ max: 40 }), { minLength: 1 });

function cut(text: string, lengths: number[]): Buffer[] {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const length = (lengths[index % lengths.length] ?? 0) + 1;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

const asked = { stream_options: { include_usage: true } };
const story = 'Zürich 🏔 ist schön, "usage" auch ';
const withComments = [
  ": hello\n\n",
  "event: x\r\nid: 1\r\ndata: {}\r\n\r\n",
  "data: {}\r\r",
  ...streamOf(story, asked),
].join("");
const usageEvent = streamOf(story, asked).at(-2) ?? "";

describe("a stream, however it is cut,", () => {
  test("comes byte for byte to a client that asked for usage", () => {
    fc.assert(
      fc.property(cuts, (lengths) => {
        expect(relay(cut(withComments, lengths), { strip: false }).text).toBe(withComments);
      }),
    );
  });

  test("comes without the event that only the router asked for, which is counted all the same", () => {
    fc.assert(
      fc.property(cuts, (lengths) => {
        const { text, form } = relay(cut(withComments, lengths));
        expect(text).toBe(withComments.replace(usageEvent, ""));
        expect(form.tokens).toEqual({ prompt: 12, cached: undefined, completion: 3 });
      }),
    );
  });

  test("is always left between two events, where a comment may stand", () => {
    fc.assert(
      fc.property(cuts, (lengths) => {
        for (const piece of relay(cut(withComments, lengths)).out)
          expect(piece).toMatch(/^$|(\n\n|\r\n\r\n|\r\r)$/);
      }),
    );
  });
});

test("usage beside an answer stays where it is", () => {
  const events = [
    eventOf({
      choices: [{ delta: { content: "a" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 1, completion_tokens: 0 },
    }),
    "data: [DONE]\n\n",
  ].join("");
  const { text, form } = relay([Buffer.from(events)]);
  expect(text).toBe(events);
  expect(form.tokens).toMatchObject({ prompt: 1, completion: 0 });
});

test("an event that does not end is passed on when it is no longer small, and memory does not grow with it", () => {
  const form = new PassStream({ kind: "openai", strip: true, usage: new UsageReader("openai") });
  const piece = Buffer.alloc(1000, "x");
  let passed = 0;
  for (let index = 0; index < 1000; index++) passed += form.push(piece)?.length ?? 0;
  expect(passed).toBeGreaterThan(900_000);
});

describe("an end that is none is told as such", () => {
  const broken = /broke off: it ended before its answer did/;

  test.each([
    ["in mid-answer", streamOf("some words").slice(0, 2)],
    ["in mid-event", [...streamOf("some words").slice(0, 2), 'data: {"choices"']],
    ["before anything", []],
  ])("%s", (_where, events) => {
    expect(() => relay(events.map((event) => Buffer.from(event)))).toThrow(broken);
  });

  test("but not everybody says [DONE]", () => {
    const events = streamOf("some words").slice(0, -1).join("");
    expect(relay([Buffer.from(events)]).text).toBe(events);
  });
});

test("a failure that comes as an event of a 200 is a failure", () => {
  const event = Buffer.from(eventOf({ error: { message: "out of memory" } }));
  expect(() => relay([event])).toThrow("The provider failed: out of memory");
});
