import { randomUUID } from "node:crypto";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import type * as z from "zod";
import { capped, fenced, type Log, PeerProblem, plain } from "../../kit/index.ts";
import { Refused } from "../refused.ts";

/** Something that a model may ask. */
export interface Tool<Input extends z.ZodRawShape = z.ZodRawShape> {
  name: string;
  about: string;
  input: Input;
  /** Whether anything may change because of it. */
  proposes?: boolean;
  run(input: z.output<z.ZodObject<Input>>, caller: string): Promise<unknown> | unknown;
}

/** Keeps what a tool's own input says, where all of them are in one list. */
export function tool<Input extends z.ZodRawShape>(described: Tool<Input>): Tool {
  return described as unknown as Tool;
}

export interface Surroundings {
  caller: string;
  log: Log;
  /** Told of each call, and how it ended. */
  called(tool: string, outcome: "ok" | "refused" | "failed"): void;
}

/** What a model gets to read of one answer, in bytes. */
const MOST = 32_000;

/** Puts a tool on a server: its answers are never too long, and always marked as what others wrote. */
export function register(server: McpServer, each: Tool, { caller, log, called }: Surroundings): void {
  const { name, about, input, proposes = false } = each;
  const annotations = { readOnlyHint: !proposes, destructiveHint: proposes, openWorldHint: false };
  server.registerTool(name, { description: about, inputSchema: input, annotations }, async (said) => {
    try {
      const answer = await each.run(said, caller);
      called(name, "ok");
      return { content: textOf(answer) };
    } catch (error) {
      const isSaid = error instanceof Refused || error instanceof PeerProblem;
      called(name, isSaid ? "refused" : "failed");
      if (isSaid) return { content: textOf(`Error: ${error.message}`), isError: true };
      const id = randomUUID();
      log.error({ tool: name, id, error: (error as Error).stack ?? String(error) }, "a tool failed");
      return {
        content: textOf(`Error: something went wrong here; the log says what, at ${id}.`),
        isError: true,
      };
    }
  });
}

function textOf(answer: unknown): CallToolResult["content"] {
  const text = typeof answer === "string" ? answer : JSON.stringify(answer, null, 1);
  return [{ type: "text", text: fenced(capped(plain(text), MOST)) }];
}
