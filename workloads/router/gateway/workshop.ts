import { dirname } from "node:path";
import type { Log } from "../../kit/index.ts";
import type { JsonObject } from "../http/index.ts";
import { Fault } from "../http/index.ts";
import type { Caller } from "../keys/caller.ts";
import type { RecordAudit } from "../tools/audit.ts";
import type {
  AgentAsk,
  CallContext,
  CallResult,
  Tool,
  ToolCall,
  Tools,
  ToolsSettings,
} from "../tools/index.ts";

type Toolbox = typeof import("../tools/index.ts");

/** The router's tools as they are configured now. What they are made of is loaded when somebody configures some. */
export class Workshop {
  #record: RecordAudit;
  #log: Log;
  #open: { toolbox: Toolbox; tools: Tools; parking: InstanceType<Toolbox["MemoryParking"]> } | undefined;
  #settings = "";

  constructor(record: RecordAudit, log: Log) {
    this.#record = record;
    this.#log = log;
  }

  /** `file`: providers.yaml, which paths are relative to. */
  async equip(settings: ToolsSettings | undefined, file: string | undefined): Promise<void> {
    const now = JSON.stringify(settings ?? null);
    if (now === this.#settings) return;
    this.#settings = now;
    const before = this.#open;
    if (settings) {
      const toolbox = await import("../tools/index.ts");
      const tools = new toolbox.Tools({ settings, folder: dirname(file ?? "."), record: this.#record });
      this.#open = { toolbox, tools, parking: before?.parking ?? new toolbox.MemoryParking() };
      void tools.problems().then((problems) => {
        for (const problem of problems) this.#log.warn({ problem }, "a tool will not work");
      });
    } else this.#open = undefined;
    await before?.tools.close();
  }

  run(ask: Omit<AgentAsk, "tools" | "parking">): Promise<JsonObject> {
    const { toolbox, tools, parking } = this.#opened();
    return toolbox.runWithTools({ ...ask, tools, parking });
  }

  stream(ask: Omit<AgentAsk, "tools" | "parking">): AsyncIterable<JsonObject> {
    const { toolbox, tools, parking } = this.#opened();
    return toolbox.streamWithTools({ ...ask, tools, parking });
  }

  /** Those that a caller may use of the ones asked for; of all, where none is: then none is no mistake. */
  async offered(caller: Caller, asked: readonly string[] | undefined): Promise<Tool[]> {
    if (asked) return this.#opened().tools.offered(caller, asked);
    return (await this.#open?.tools.allowed(caller, ["*"])) ?? [];
  }

  async call(call: ToolCall, context: CallContext): Promise<CallResult> {
    const { tools } = this.#opened();
    const offered = await tools.offered(context.caller, [call.name]);
    return tools.call(call, new Map(offered.map((tool) => [tool.name, tool])), context);
  }

  async close(): Promise<void> {
    await this.#open?.tools.close();
  }

  #opened() {
    if (this.#open) return this.#open;
    throw new Fault({
      status: 400,
      kind: "invalid_request",
      code: "no_tools",
      param: "tools",
      message: "This router has no server-side tools. Add a section `tools:` to its providers.yaml.",
    });
  }
}
