import * as z from "zod";
import { askFor, type PeerProblem } from "../../kit/index.ts";
import { type Answer, answerOf, completion, type Message, type Task, type ToolCall } from "../runs/index.ts";
import type { Settings } from "../settings.ts";

const tool = z.object({
  name: z.string(),
  description: z.string(),
  parameters: z.looseObject({}),
  reads_only: z.boolean(),
});
const tools = z.object({ data: z.array(tool) });
const result = z.object({ text: z.string(), outcome: z.string() });

/** Something that the router does for a model. */
export interface Tool extends Pick<z.output<typeof tool>, "name" | "description" | "parameters"> {
  /** Known to change nothing. */
  readsOnly: boolean;
}
export type Tools = ReadonlyMap<string, Tool>;

const WHO = "The router";

/** The models and the tools of the house. What it permits to its key is the most that any run gets. */
export class Router {
  readonly #url: string;
  readonly #patience: number;
  readonly #headers: Record<string, string>;

  constructor({ AGENT_ROUTER_URL, AGENT_ROUTER_KEY, AGENT_STEP_SECONDS }: Settings) {
    this.#url = AGENT_ROUTER_URL.replace(/\/+$/, "");
    this.#patience = AGENT_STEP_SECONDS * 1000;
    this.#headers = { authorization: `Bearer ${AGENT_ROUTER_KEY}` };
  }

  /** Those that fit one of the patterns; of all that there are, where none is said. */
  async tools(patterns: readonly string[] | undefined, signal: AbortSignal): Promise<Tools> {
    if (patterns?.length === 0) return new Map();
    const names = (patterns ?? []).map((name) => `name=${encodeURIComponent(name)}`);
    const { data } = await askFor(this.#question(`/v1/tools?${names.join("&")}`, { signal }), tools);
    return new Map(data.map(({ reads_only: readsOnly, ...each }) => [each.name, { ...each, readsOnly }]));
  }

  async ask(
    { model, privacy }: Pick<Task, "model" | "privacy">,
    { messages, offered, ...step }: Asked,
    signal: AbortSignal,
  ): Promise<Answer> {
    const functions = [...offered.values()].map(({ name, description, parameters }) => ({
      type: "function",
      function: { name, description, parameters },
    }));
    const body = {
      model,
      messages,
      ...(functions.length > 0 && { tools: functions, ...(step.isLast && { tool_choice: "none" }) }),
    };
    const headers: Record<string, string> = privacy === "local" ? { "x-router-privacy": "local" } : {};
    const answer = await askFor(
      this.#question("/v1/chat/completions", { body, signal, headers }),
      completion,
    );
    return answerOf(answer, { ...step, asked: JSON.stringify(messages).length });
  }

  call(call: ToolCall, model: string, signal: AbortSignal): Promise<z.output<typeof result>> {
    const body = { arguments: call.arguments, model };
    return askFor(this.#question(`/v1/tools/${encodeURIComponent(call.name)}`, { body, signal }), result);
  }

  #question(
    path: string,
    { headers = {}, ...more }: { body?: object; signal: AbortSignal; headers?: Record<string, string> },
  ) {
    return {
      who: WHO,
      url: `${this.#url}${path}`,
      patience: this.#patience,
      headers: { ...this.#headers, ...headers },
      ...more,
    };
  }
}

export interface Asked {
  messages: readonly Message[];
  offered: Tools;
  number: number;
  /** It has to answer now. */
  isLast: boolean;
}

/** Refused for what was asked: whoever asks the same again hears the same. */
export function isFinal({ status }: PeerProblem): boolean {
  return status !== undefined && status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);
}

/** Whether a call was surely not done. */
export function wasNotDone(problem: PeerProblem): boolean {
  const { status, wasUnheard } = problem;
  return (
    wasUnheard || status === 429 || status === 503 || (status !== undefined && status >= 400 && status < 500)
  );
}
