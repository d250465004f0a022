import type { JsonObject } from "../../http/json.ts";
import { type AgentAsk, Conversation, type Progress } from "./conversation.ts";
import { callsOf } from "./message.ts";
import { reasonFor } from "./run.ts";
import { Step } from "./step.ts";

/**
 * The same in chunks. What the model says passes on as it comes; what the router's tools do is told in chunks with an
 * empty delta and a field `router`, which SDKs pass over and a user interface can show.
 */
export async function* streamWithTools(ask: AgentAsk): AsyncGenerator<JsonObject> {
  // Whoever stops reading ends the work too.
  const gone = new AbortController();
  try {
    yield* steps(ask, AbortSignal.any([ask.signal, gone.signal]));
  } finally {
    gone.abort();
  }
}

async function* steps(ask: AgentAsk, signal: AbortSignal): AsyncGenerator<JsonObject> {
  const conversation = await Conversation.begin(ask, signal);
  let envelope: JsonObject | undefined;
  let spoken = false;
  const chunk = (delta: JsonObject, more: JsonObject = {}, choice: JsonObject = {}): JsonObject => ({
    ...envelope,
    choices: [{ ...choice, index: 0, delta, finish_reason: null }],
    ...more,
  });
  for (;;) {
    const step = new Step((name) => conversation.isOwn(name));
    const held: JsonObject[] = [];
    let begun = false;
    // What a provider adds at the end: llama.cpp's timings.
    let trailer: JsonObject = {};
    for await (const received of ask.models.chatStream(
      conversation.next({ stream: true }),
      conversation.inner,
    )) {
      const { choices: _, usage: __, id, object, created, model, ...more } = received;
      const first = envelope === undefined;
      // One answer has one name, however many steps it takes.
      envelope ??= { id, object, created, model };
      const { delta, choice } = step.push(received);
      if (!first) delete delta.role;
      if (typeof delta.content === "string" && delta.content !== "") {
        if (spoken && !begun && conversation.prose) delta.content = `\n\n${delta.content}`;
        begun = true;
      }
      if (isEmpty(delta)) {
        trailer = { ...trailer, ...more };
        continue;
      }
      const passed = chunk(delta, more, choice);
      if (conversation.prose) yield passed;
      else held.push(passed);
    }
    spoken ||= begun;
    const late = step.end();
    if (late.length > 0) held.push(chunk({ tool_calls: late }));
    if (step.usage) conversation.count(step.usage);

    const { message } = step;
    const calls = callsOf(message);
    const own = calls.filter(({ name }) => conversation.isOwn(name));
    const server = calls.filter(({ name }) => !conversation.isOwn(name));
    const over = server.length === 0 || conversation.last;
    // JSON of a step that goes on is not yet the answer; calls of the client's are.
    if (conversation.prose || over || own.length > 0) yield* held;
    if (!over) {
      for await (const progress of conversation.answer(message, server)) {
        yield chunk({}, { router: { tool: told(progress) } });
      }
    }
    if (!over && own.length === 0) continue;
    if (own.length > 0) conversation.park(message, own, { answered: !over });
    const finish_reason = reasonFor({ finish_reason: step.finish ?? null }, own, server) ?? null;
    yield {
      ...envelope,
      ...trailer,
      choices: [{ index: 0, delta: {}, finish_reason }],
      router: { tools: conversation.done.map(told) },
    };
    if (conversation.usage) yield { ...envelope, choices: [], usage: conversation.usage };
    return;
  }
}

function told(progress: Progress): JsonObject {
  return { ...progress };
}

function isEmpty(object: JsonObject): boolean {
  return Object.values(object).every((value) => value === undefined || value === null || value === "");
}
