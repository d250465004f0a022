import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "../../http/json.ts";
import { type AgentAsk, askedTools, MemoryParking, type ToolAudit, type Tools } from "../index.ts";
import type { ScriptedModels } from "./models.ts";
import { bench, caller, freshFolder } from "./tools.ts";

/** A tool of the client's own. */
export const weather = { type: "function", function: { name: "weather", parameters: { type: "object" } } };
export const user = { role: "user", content: "What is in a.txt?" };
export const read = (path: string): [string, string] => ["file_read", JSON.stringify({ path })];

interface Extra {
  grants?: string[];
  signal?: AbortSignal;
}

/** A folder with two files, tools over it, and what an agent is asked there. */
export class Desk {
  readonly folder: string;
  readonly tools: Tools;
  readonly audits: ToolAudit[];
  readonly #parking = new MemoryParking();

  static async open(): Promise<Desk> {
    const folder = await freshFolder();
    await mkdir(join(folder, "src"));
    await writeFile(join(folder, "a.txt"), "alpha");
    await writeFile(join(folder, "b.txt"), "beta");
    return new Desk(folder);
  }

  private constructor(folder: string) {
    this.folder = folder;
    const { tools, audits } = bench({
      roots: { project: { folder, writable: true } },
      shell: { programs: { sleep: ["*"] } },
      sandbox: "none",
      limits: { steps: 4 },
    });
    this.tools = tools;
    this.audits = audits;
  }

  ask(models: ScriptedModels, body: JsonObject = {}, extra: Extra = {}): AgentAsk {
    const asked = askedTools({ model: "qwen", messages: [user], router: { tools: ["file_*"] }, ...body });
    if (!asked) throw new Error("it asks for no tools");
    return {
      asked,
      models,
      parking: this.#parking,
      tools: this.tools,
      caller: caller(...(extra.grants ?? ["*", "file_write"])),
      requestId: "request-1",
      signal: extra.signal ?? new AbortController().signal,
    };
  }
}

type Message = Record<string, unknown> & {
  content: string;
  tool_calls?: { id: string; function: { name: string } }[];
};

export const messagesOf = (body: JsonObject | undefined) => body?.messages as Message[];
export const choiceOf = (answer: JsonObject) =>
  (answer.choices as { message: Message; finish_reason: string }[])[0] as {
    message: Message;
    finish_reason: string;
  };
