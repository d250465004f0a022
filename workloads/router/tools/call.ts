import { randomUUID } from "node:crypto";
import { capped, fenced, plain } from "../../kit/index.ts";
import { isObject } from "../http/json.ts";
import type { Caller } from "../keys/caller.ts";
import { hashOf, type RecordAudit, type ToolAudit } from "./audit.ts";
import type { Limits } from "./schema.ts";
import { type Tool, ToolError } from "./tool.ts";

/** As the model wrote it. */
export interface ToolCall {
  name: string;
  arguments: string;
}

export interface CallContext {
  requestId: string;
  caller: Caller;
  signal: AbortSignal;
  /** What the model can bear to read, where that is less than the limit. */
  outputBytes?: number | undefined;
  progress(message: string): void;
}

export interface CallResult {
  /** For the model. */
  text: string;
  outcome: ToolAudit["outcome"];
  ms: number;
}

interface Surroundings extends CallContext {
  limits: Limits;
  record: RecordAudit;
}

export async function callTool(
  call: ToolCall,
  offered: ReadonlyMap<string, Tool>,
  { requestId, caller, signal, outputBytes, progress, limits, record }: Surroundings,
): Promise<CallResult> {
  const at = Date.now();
  const finish = (said: string, outcome: CallResult["outcome"]): CallResult => {
    const bytes = Math.min(limits.output, outputBytes ?? Number.POSITIVE_INFINITY);
    const text = fenced(capped(plain(said), bytes));
    const ms = Date.now() - at;
    record({
      id: randomUUID(),
      at,
      requestId,
      keyId: caller.keyId,
      person: caller.person,
      // A model may make up any name, of any length.
      tool: plain(call.name).slice(0, 64),
      argumentHash: hashOf(call.arguments),
      argumentBytes: Buffer.byteLength(call.arguments),
      resultBytes: Buffer.byteLength(text),
      outcome,
      ms,
    });
    return { text, outcome, ms };
  };
  try {
    signal.throwIfAborted();
    const tool = offered.get(call.name);
    if (!tool) {
      const names = [...offered.keys()].join(", ");
      return finish(`There is no tool ${JSON.stringify(call.name)} for you. There are: ${names}.`, "denied");
    }
    const said = await tool.run(readArguments(call.arguments), {
      signal,
      progress: (it) => progress(line(it)),
    });
    return finish(said, "ok");
  } catch (error) {
    if (signal.aborted) {
      finish("", "aborted");
      throw signal.reason;
    }
    if (error instanceof ToolError) return finish(`Error: ${error.message}`, error.outcome);
    // Only its code: a message of the system's holds paths of the machine.
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    return finish(`Error: the tool failed (${code}).`, "failed");
  }
}

function readArguments(text: string): unknown {
  // Models that call a tool without arguments often write nothing at all.
  if (text.trim() === "") return {};
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new ToolError("The arguments are no valid JSON: call the tool again.");
  }
  if (!isObject(read)) throw new ToolError("The arguments must be a JSON object.");
  return read;
}

/** For whoever looks on: one short line. */
function line(text: string): string {
  return plain(text).replace(/\s+/g, " ").slice(0, 200);
}
