import type { InnerAsk, Models } from "../../api/models.ts";
import { Fault } from "../../http/fault.ts";
import { isObject, type JsonObject } from "../../http/json.ts";
import type { Caller } from "../../keys/caller.ts";
import type { AskedTools } from "../asked.ts";
import type { ToolAudit } from "../audit.ts";
import type { Tool } from "../tool.ts";
import type { Tools } from "../tools.ts";
import { batches } from "./batches.ts";
import type { Called } from "./message.ts";
import { type Parking, parkingKey, restored } from "./parking.ts";
import { during } from "./progress.ts";
import { added } from "./usage.ts";

/** A chat request that asks for server-side tools. */
export interface AgentAsk {
  asked: AskedTools;
  tools: Tools;
  models: Models;
  parking: Parking;
  caller: Caller;
  requestId: string;
  signal: AbortSignal;
}

/** What happens to a call, for whoever looks on. */
export interface Progress {
  id: string;
  name: string;
  state: "started" | "running" | ToolAudit["outcome"];
  message?: string;
  ms?: number;
}

const HEARTBEAT = 5_000;

/** What is known of a request while its steps go on. */
export class Conversation {
  readonly inner: InnerAsk;
  /** In prose the texts of all steps belong to the answer; JSON must be the last step's alone. */
  readonly prose: boolean;
  usage: JsonObject | undefined;
  readonly done: Progress[] = [];
  readonly #ask: AgentAsk;
  readonly #offered: Map<string, Tool>;
  readonly #ownTools: JsonObject[];
  readonly #ownNames: Set<string>;
  readonly #messages: JsonObject[];
  readonly #most: number;
  /** What the client does not see. */
  readonly #hidden: JsonObject[] = [];
  #steps = 0;

  static async begin(ask: AgentAsk, signal: AbortSignal): Promise<Conversation> {
    const { body, patterns } = ask.asked;
    if (typeof body.n === "number" && body.n > 1) {
      throw wrong("n", "`n` must be 1 with server-side tools: several answers cannot share their calls");
    }
    const own = Array.isArray(body.tools) ? body.tools.filter(isObject) : [];
    const offered = await ask.tools.offered(ask.caller, patterns);
    const conversation = new Conversation(ask, { signal, own, offered });
    for (const [index, name] of [...conversation.#ownNames].entries()) {
      if (!conversation.#offered.has(name)) continue;
      throw wrong(
        `tools[${index}]`,
        `\`${name}\` is also the name of a server-side tool: give yours another`,
      );
    }
    return conversation;
  }

  private constructor(
    ask: AgentAsk,
    { signal, own, offered }: { signal: AbortSignal; own: JsonObject[]; offered: Tool[] },
  ) {
    const { body, steps } = ask.asked;
    this.#ask = ask;
    this.inner = { caller: ask.caller, signal };
    this.#ownTools = own;
    this.#ownNames = new Set(own.map((tool) => (isObject(tool.function) ? String(tool.function.name) : "")));
    this.#offered = new Map(offered.map((tool) => [tool.name, tool]));
    const messages = Array.isArray(body.messages) ? body.messages.filter(isObject) : [];
    this.#messages = restored(messages, ask.caller.keyId, ask.parking);
    const { limits } = ask.tools.settings;
    this.#most = Math.min(steps ?? limits.steps, limits.steps);
    this.prose = !isObject(body.response_format) || body.response_format.type === "text";
  }

  get last(): boolean {
    return this.#steps >= this.#most;
  }

  isOwn(name: string): boolean {
    return this.#ownNames.has(name);
  }

  /** What the model is asked in the next step. */
  next({ stream }: { stream: boolean }): JsonObject {
    this.#steps += 1;
    const { stream: _, stream_options, tool_choice, ...body } = this.#ask.asked.body;
    const functions = [...this.#offered.values()].map(({ name, description, parameters }) => ({
      type: "function",
      function: { name, description, parameters },
    }));
    // A choice that forces a call would force one for ever: it holds for the first step only.
    const choice = this.last ? "none" : this.#steps === 1 ? tool_choice : undefined;
    return {
      ...body,
      ...(stream ? { stream: true } : {}),
      ...(stream && stream_options !== undefined ? { stream_options } : {}),
      ...(choice === undefined ? {} : { tool_choice: choice }),
      messages: [...this.#messages, ...this.#hidden],
      tools: [...this.#ownTools, ...functions],
    };
  }

  count(usage: JsonObject): void {
    this.usage = added(this.usage, usage);
  }

  /** Runs the server-side calls of a message, and keeps them for the next step. */
  async *answer(message: JsonObject, calls: Called[]): AsyncGenerator<Progress> {
    const { signal } = this.inner;
    const running = new Map<string, Progress>();
    const results = yield* during<Progress, string[]>(
      async (tell) => {
        const texts: string[] = [];
        for (const batch of batches(calls, {
          changes: (name) => this.#offered.get(name)?.changes ?? false,
        })) {
          const { parallel } = this.#ask.tools.settings.limits;
          for (let from = 0; from < batch.length; from += parallel) {
            const some = batch.slice(from, from + parallel);
            texts.push(...(await Promise.all(some.map((call) => this.#call(call, { tell, running })))));
          }
        }
        return texts;
      },
      {
        every: HEARTBEAT,
        idle: () => [...running.values()].at(-1) ?? { id: "", name: "", state: "running" },
      },
    );
    signal.throwIfAborted();
    const told = calls.map(({ id }, index) => ({
      role: "tool",
      tool_call_id: id,
      content: results[index] ?? "",
    }));
    this.#hidden.push(message, ...told);
  }

  /** Keeps what the client has not seen until it comes back with the results of its own calls. */
  park(message: JsonObject, own: Called[], { answered }: { answered: boolean }): void {
    if (!answered) {
      // The client has seen all there is.
      if (this.#hidden.length === 0) return;
      this.#hidden.push({ ...message, tool_calls: own.map(({ whole }) => whole) });
    }
    for (const { id } of own) {
      this.#ask.parking.put(parkingKey(this.#ask.caller.keyId, id), this.#hidden);
    }
  }

  async #call(
    { id, name, arguments: given }: Called,
    { tell, running }: { tell: (told: Progress) => void; running: Map<string, Progress> },
  ): Promise<string> {
    const { tools, models, asked, caller, requestId } = this.#ask;
    running.set(id, { id, name, state: "running" });
    tell({ id, name, state: "started" });
    try {
      const { text, outcome, ms } = await tools.call({ name, arguments: given }, this.#offered, {
        requestId,
        caller,
        signal: this.inner.signal,
        // A token is some four bytes, so this is about a quarter of what the model can hold.
        outputBytes: models.contextOf(String(asked.body.model)),
        progress: (message) => tell({ id, name, state: "running", message }),
      });
      const over = { id, name, state: outcome, ms };
      this.done.push(over);
      tell(over);
      return text;
    } finally {
      running.delete(id);
    }
  }
}

function wrong(param: string, message: string): Fault {
  return new Fault({ status: 400, kind: "invalid_request", param, message: `${message}.` });
}
