import * as z from "zod";
import { fits } from "../../../kit/index.ts";
import { type Root, type Roots, readPath, readText } from "../roots/index.ts";
import type { Limits } from "../schema.ts";
import { type Tool, ToolError, tool } from "../tool.ts";

const MOST_HITS = 200;
const MOST_FILES = 50_000;
const LONGEST_LINE = 300;

/** By plain text: a regular expression that a model wrote could keep the whole router busy for ever. */
export function fileSearch(roots: Roots, limits: Limits): Tool {
  return tool({
    name: "file_search",
    description: "Finds the lines of text files that hold a text, or without a text the files with a name.",
    input: z.strictObject({
      path: z.string().describe("Where to begin: project, or project/src"),
      text: z.string().min(1).optional().describe("Plain text, no regular expression"),
      name: z.string().default("*").describe("Only files with such a name; `*` stands for anything: *.ts"),
      ignoreCase: z.boolean().default(false),
    }),
    async run({ path, text, name, ignoreCase }, { signal, progress }) {
      const { root, names } = readPath(path, roots);
      const plain = (line: string) => (ignoreCase ? line.toLowerCase() : line);
      const wanted = text === undefined ? undefined : plain(text);
      const deadline = Date.now() + limits.time;
      const hits: string[] = [];
      let files = 0;
      for await (const file of walk(root, names)) {
        signal.throwIfAborted();
        files += 1;
        if (files % 1000 === 0) progress(`${files} files searched, ${hits.length} lines found`);
        const why =
          files > MOST_FILES ? `${MOST_FILES} files` : Date.now() > deadline ? "the time limit" : "";
        if (why) return `${hits.join("\n")}\n(Stopped at ${why}: search a folder below.)`;
        if (!fits(name, file.at(-1) ?? "")) continue;
        const place = [root.name, ...file].join("/");
        if (wanted === undefined) hits.push(place);
        else hits.push(...(await linesWith(root, file, { wanted, plain, place, limit: limits.file })));
        if (hits.length > MOST_HITS) {
          return `${hits.slice(0, MOST_HITS).join("\n")}\n(More than ${MOST_HITS}: search for something rarer.)`;
        }
      }
      return hits.join("\n") || `(Nothing found in ${files} files.)`;
    },
  });
}

/** All files below a folder, without what repositories keep for themselves. */
async function* walk(root: Root, names: string[]): AsyncGenerator<string[]> {
  const entries = await root.inFolder(names, (folder) => root.entries(folder));
  for (const { name, kind } of entries) {
    const place = [...names, name];
    if (kind === "a file") yield place;
    else if (kind === "a folder" && name !== ".git") yield* passing(walk(root, place));
  }
}

/** A folder that cannot be entered, or is gone, does not end the search for the others. */
async function* passing(files: AsyncGenerator<string[]>): AsyncGenerator<string[]> {
  try {
    yield* files;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
  }
}

interface Wanted {
  wanted: string;
  plain(line: string): string;
  place: string;
  limit: number;
}

async function linesWith(
  root: Root,
  names: string[],
  { wanted, plain, place, limit }: Wanted,
): Promise<string[]> {
  const content = await readText(root, names, limit).catch((error: unknown) => {
    // Binary, too large, or gone since: nothing to find.
    if (error instanceof ToolError) return undefined;
    throw error;
  });
  if (!content || !plain(content.text).includes(wanted)) return [];
  return content.text
    .split("\n")
    .flatMap((line, index) =>
      plain(line).includes(wanted) ? [`${place}:${index + 1}: ${cut(line.trim())}`] : [],
    )
    .slice(0, MOST_HITS + 1);
}

function cut(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}...` : line;
}
