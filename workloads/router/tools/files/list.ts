import type { FileHandle } from "node:fs/promises";
import { lstat } from "node:fs/promises";
import * as z from "zod";
import { below, type Root, type Roots, readPath, told } from "../roots/index.ts";
import { type Tool, tool } from "../tool.ts";

const MOST = 1000;

export function fileList(roots: Roots): Tool {
  return tool({
    name: "file_list",
    description:
      "Lists a folder: folders end with `/`, files have their size. Without a path, lists the roots.",
    input: z.strictObject({
      path: z.string().default("").describe("Begins with the name of a root: project/src"),
      depth: z.int().min(1).max(6).default(1).describe("How many folders deep"),
    }),
    async run({ path, depth }, { signal }) {
      if (path === "" || path === ".") return `Roots: ${told(roots)}.`;
      const { root, names } = readPath(path, roots);
      const lines: string[] = [];
      await list({ root, names, depth, indent: "", lines, signal });
      if (lines.length === 0) return "(The folder is empty.)";
      if (lines.length <= MOST) return lines.join("\n");
      return `${lines.slice(0, MOST).join("\n")}\n(More than ${MOST} entries: list a folder below.)`;
    },
  });
}

interface Listing {
  root: Root;
  names: string[];
  depth: number;
  indent: string;
  lines: string[];
  signal: AbortSignal;
}

async function list({ root, names, depth, indent, lines, signal }: Listing): Promise<void> {
  const entries = await root.inFolder(names, async (folder) => {
    const found = (await root.entries(folder)).slice(0, MOST + 1);
    return Promise.all(found.map(async (entry) => ({ ...entry, line: await lineOf(folder, entry) })));
  });
  for (const { name, kind, line } of entries) {
    signal.throwIfAborted();
    if (lines.length > MOST) return;
    lines.push(indent + line);
    // What a repository keeps for itself would bury all else.
    if (kind === "a folder" && depth > 1 && name !== ".git") {
      await list({ root, names: [...names, name], depth: depth - 1, indent: `${indent}  `, lines, signal });
    }
  }
}

async function lineOf(folder: FileHandle, { name, kind }: { name: string; kind: string }): Promise<string> {
  if (kind === "a folder") return `${name}/`;
  if (kind !== "a file") return `${name} (${kind})`;
  const bytes = await lstat(below(folder, name)).then(
    (stats) => `${stats.size} bytes`,
    () => "gone",
  );
  return `${name} (${bytes})`;
}
