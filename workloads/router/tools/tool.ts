import * as z from "zod";
import type { JsonObject } from "../http/json.ts";

/** Something that the router does for a model. */
export interface Tool {
  /** At most 64 letters, digits, `_` and `-`: what OpenAI's and Anthropic's APIs let through. */
  name: string;
  description: string;
  /** A JSON Schema. */
  parameters: JsonObject;
  /**
   * How much of its name a key's pattern has to spell out. Nothing for tools that only read; the whole name for those
   * that change something, so that a `*` written in a hurry never lets a model write, commit or run programs.
   */
  spelled: string;
  /** Whether it may change something: such calls of one step run alone and in their order. */
  changes: boolean;
  /** Whether it is known to change nothing. Of a stranger's tools nobody knows, unless they say so themselves. */
  readsOnly: boolean;
  run(args: unknown, context: ToolContext): Promise<string>;
}

export interface ToolContext {
  signal: AbortSignal;
  /** Tells whoever waits what is being done. */
  progress(message: string): void;
}

/** Why a call came to nothing, in words for the model, which may do better next time. */
export class ToolError extends Error {
  readonly outcome: "failed" | "timeout";

  constructor(message: string, outcome: "failed" | "timeout" = "failed") {
    super(message);
    this.name = "ToolError";
    this.outcome = outcome;
  }
}

interface Described<Input extends z.ZodType> {
  name: string;
  description: string;
  input: Input;
  /** Whether it changes anything. */
  changes?: boolean;
  run(input: z.output<Input>, context: ToolContext): Promise<string>;
}

/** A tool whose arguments are checked before it runs. */
export function tool<Input extends z.ZodType>(described: Described<Input>): Tool {
  const { name, description, input, changes = false, run } = described;
  const { $schema: _, ...parameters } = z.toJSONSchema(input, { io: "input" });
  return {
    name,
    description,
    parameters: parameters as JsonObject,
    spelled: changes ? name : "",
    changes,
    readsOnly: !changes,
    run(args, context) {
      const read = input.safeParse(args);
      if (read.success) return run(read.data, context);
      const problems = read.error.issues.map(
        ({ path, message }) => `${path.join(".") || "arguments"}: ${message}`,
      );
      throw new ToolError(`${name} was called with wrong arguments. ${problems.join("; ")}`);
    },
  };
}
