import * as z from "zod";
import { type Roots, readPath, readText } from "../roots/index.ts";
import type { Limits } from "../schema.ts";
import { type Tool, ToolError, tool } from "../tool.ts";

export function fileRead(roots: Roots, limits: Limits): Tool {
  return tool({
    name: "file_read",
    description: "Reads a text file. Long files come in parts: the answer says with which line to go on.",
    input: z.strictObject({
      path: z.string().describe("Begins with the name of a root: project/src/main.ts"),
      line: z.int().min(1).default(1).describe("The first line to show"),
      lines: z.int().min(1).optional().describe("How many lines to show; all that fit, without it"),
    }),
    async run({ path, line, lines }) {
      const { root, names } = readPath(path, roots);
      const { text } = await readText(root, names, limits.file);
      if (text === "") return "(The file is empty.)";
      const all = text.split("\n");
      // The line break at the end of a file begins no line.
      if (all.at(-1) === "") all.pop();
      if (line > all.length) throw new ToolError(`${path} has only ${all.length} lines.`);
      const wanted = all.slice(line - 1, lines === undefined ? undefined : line - 1 + lines);
      const shown = wanted.slice(0, fitting(wanted, limits.output));
      const next = line + shown.length;
      if (next > all.length) return shown.join("\n");
      return `${shown.join("\n")}\n(${all.length} lines in all; go on with line ${next}.)`;
    },
  });
}

/** How many lines fit, one at least: the last resort for a single long line is the cut that every result gets. */
function fitting(lines: string[], bytes: number): number {
  let total = 0;
  const first = lines.findIndex((line) => {
    total += Buffer.byteLength(line) + 1;
    return total > bytes * 0.9;
  });
  return first < 0 ? lines.length : Math.max(1, first);
}
