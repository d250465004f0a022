import { mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { z } from "zod";
import type { Caller } from "../../keys/caller.ts";
import { type ToolAudit, Tools, toolsSchema } from "../index.ts";

export const caller = (...tools: string[]): Caller => ({
  keyId: "key-1",
  name: "test",
  person: "marc",
  admin: false,
  models: ["*"],
  tools,
  limits: {},
});

export async function freshFolder(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), "router-tools-")));
}

export interface Bench {
  tools: Tools;
  audits: ToolAudit[];
  /** Calls one tool as a model would, and gives what is between the marks. */
  call(name: string, args: object, more?: { signal?: AbortSignal }): Promise<string>;
}

/** Tools with these settings, and a key that names each that changes something. */
export function bench(
  settings: z.input<typeof toolsSchema>,
  granted = ["*", "file_write", "file_edit", "git_commit", "shell_run"],
): Bench {
  const audits: ToolAudit[] = [];
  const tools = new Tools({
    settings: toolsSchema.parse(settings),
    folder: "/",
    record: (audit) => audits.push(audit),
  });
  const who = caller(...granted);
  return {
    tools,
    audits,
    async call(name, args, { signal = new AbortController().signal } = {}) {
      const offered = await tools.offered(who, [name]);
      const { text } = await tools.call(
        { name, arguments: JSON.stringify(args) },
        new Map(offered.map((tool) => [tool.name, tool])),
        { requestId: "request-1", caller: who, signal, progress: () => undefined },
      );
      return text.split("\n").slice(1, -1).join("\n");
    },
  };
}
