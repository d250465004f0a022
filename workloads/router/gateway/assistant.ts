import type { Models } from "../api/index.ts";
import { type Call, isObject, type Json, type JsonObject, sent } from "../http/index.ts";
import {
  answerIn,
  GatheredAnswer,
  type Memory,
  memoryAsk,
  type Turn,
  withoutMemoryAsk,
} from "../memory/index.ts";
import { type AskedTools, askedTools } from "../tools/asked.ts";
import type { AgentAsk } from "../tools/index.ts";
import type { Translation } from "../translate/index.ts";
import { type Dialect, toChat } from "./dialect.ts";
import { EventWriter } from "./event-writer.ts";
import { mustStay } from "./privacy.ts";
import type { Workshop } from "./workshop.ts";

export interface AssistantParts {
  models: Models;
  memory: Memory;
  workshop: Workshop;
  keepAlive(): number;
}

/** One request in which the router itself takes part: it remembers, or uses its tools. */
interface Task {
  call: Call;
  dialect: Dialect;
  /** The client's request, without what only the router understands. */
  asked: JsonObject;
  /** The same in OpenAI's chat form, with its history. */
  chat: JsonObject;
  translation: Translation | undefined;
  tools: AskedTools | undefined;
  turn: Turn | undefined;
  /** The request's own part of a stored response. */
  store: { input: JsonObject[] } | undefined;
  local: boolean;
}

/** Answers requests that need more than a provider. They are spoken in chat form within, whatever the client speaks. */
export class Assistant {
  #parts: AssistantParts;

  constructor(parts: AssistantParts) {
    this.#parts = parts;
  }

  /** Asked of every request: it must cost next to nothing to say no. */
  concerns({ request: { headers }, caller }: Call, dialect: Dialect, body: JsonObject): boolean {
    if (dialect.kind !== "chat" || dialect.name === "count_tokens") return false;
    return (
      headers["x-conversation-id"] !== undefined ||
      headers["x-router-tools"] !== undefined ||
      body.conversation !== undefined ||
      typeof body.previous_response_id === "string" ||
      body.store === true ||
      body.router !== undefined ||
      (Array.isArray(body.tools) && body.tools.some(isRouterTool)) ||
      this.#parts.memory.remembersAlways(caller.person)
    );
  }

  async answer(call: Call, dialect: Dialect, body: JsonObject): Promise<JsonObject | typeof sent> {
    const task = await this.#task(call, dialect, body);
    if (body.stream === true) {
      await this.#stream(task);
      return sent;
    }
    const completion = await this.#complete(task);
    const answer = task.translation?.response(completion, task.asked) ?? completion;
    this.#remember(task, answerIn(completion), answer);
    return answer;
  }

  async #task(call: Call, dialect: Dialect, body: JsonObject): Promise<Task> {
    const { memory, models } = this.#parts;
    const { caller, signal, id, request } = call;
    const ask = memoryAsk(request.headers, body);
    const header = request.headers["x-router-tools"];
    const tools = askedTools(body, typeof header === "string" ? header : undefined);
    const own = inputOf(body.input);
    let asked = withoutMemoryAsk(tools?.body ?? body);
    if (ask.previous)
      asked = { ...asked, input: [...(await memory.expand(ask.previous, caller, signal)), ...own] };
    const translation = toChat(dialect);
    const plain = translation ? translation.request(asked) : asked;
    const contextTokens = models.contextOf(String(body.model));
    const local = mustStay(request.headers);
    const recalled = await memory.recall(plain, { id, caller, ask, contextTokens, signal, local });
    return {
      call,
      dialect,
      asked,
      chat: recalled.body,
      translation,
      tools,
      turn: recalled.turn,
      store: ask.store && dialect.name === "responses" ? { input: own } : undefined,
      // A conversation that had to stay in the house once stays there with all that follows.
      local: recalled.local,
    };
  }

  #complete(task: Task): Promise<JsonObject> {
    if (task.tools) return this.#parts.workshop.run(this.#agentAsk(task, task.tools));
    return this.#modelsFor(task).chat(task.chat, task.call);
  }

  #chunks(task: Task): AsyncIterable<JsonObject> {
    if (task.tools) return this.#parts.workshop.stream(this.#agentAsk(task, task.tools));
    return this.#modelsFor(task).chatStream(task.chat, task.call);
  }

  async #stream(task: Task): Promise<void> {
    const writer = new EventWriter(task.call, task.dialect.form, this.#parts.keepAlive());
    const gathered = new GatheredAnswer();
    const translator = task.translation?.stream(task.asked);
    let isWhole = false;
    try {
      for await (const chunk of this.#chunks(task)) {
        gathered.push(chunk);
        const event = { data: JSON.stringify(chunk) };
        for (const one of translator?.push(event) ?? [event]) await writer.write(one);
      }
      isWhole = true;
      const last = translator ? [...translator.push(done), ...translator.end()] : [done];
      // Before the client sees the end: what it was told whole is not forgotten any more.
      this.#remember(task, gathered.message(), last.map(({ data }) => completedIn(data)).find(Boolean));
      for (const one of last) await writer.write(one);
      writer.end();
    } catch (error) {
      if (!isWhole) this.#remember(task, gathered.message(), undefined);
      writer.fail(error);
    }
  }

  #agentAsk(task: Task, tools: AskedTools): Omit<AgentAsk, "tools" | "parking"> {
    const { caller, id, signal } = task.call;
    return {
      asked: { ...tools, body: task.chat },
      models: this.#modelsFor(task),
      caller,
      requestId: id,
      signal,
    };
  }

  /** Whatever asks a model for this request, asks within the house if the request must stay there. */
  #modelsFor({ local }: Task): Models {
    const { models } = this.#parts;
    if (!local) return models;
    return {
      chat: (body, ask) => models.chat(body, { ...ask, local }),
      chatStream: (body, ask) => models.chatStream(body, { ...ask, local }),
      embed: (texts, ask) => models.embed(texts, { ...ask, local }),
      contextOf: (model) => models.contextOf(model),
    };
  }

  #remember({ turn, store }: Task, answer: JsonObject | undefined, whole: JsonObject | undefined): void {
    if (!turn || !answer) return;
    const stored =
      store && whole && typeof whole.id === "string"
        ? { id: whole.id, ...store, response: whole }
        : undefined;
    this.#parts.memory.remember({ turn, answer, response: stored });
  }
}

const done = { data: "[DONE]" };

function isRouterTool(tool: Json): boolean {
  return isObject(tool) && tool.type === "router";
}

/** A Responses request may be one text. */
function inputOf(input: Json | undefined): JsonObject[] {
  if (typeof input === "string") return [{ type: "message", role: "user", content: input }];
  return Array.isArray(input) ? input.filter(isObject) : [];
}

/** The whole response, which the last event of its stream carries. */
function completedIn(data: string): JsonObject | undefined {
  if (!data.startsWith("{")) return undefined;
  const { type, response }: JsonObject = JSON.parse(data);
  return type === "response.completed" && isObject(response) ? response : undefined;
}
