import * as z from "zod";
import { type Path, type Roots, readPath, readText, writeText } from "../roots/index.ts";
import type { Limits } from "../schema.ts";
import { type Tool, ToolError, tool } from "../tool.ts";
import type { Turns } from "./turns.ts";

const path = z.string().describe("Begins with the name of a writable root: project/src/main.ts");

export function fileWrite(roots: Roots, limits: Limits, turns: Turns): Tool {
  return tool({
    name: "file_write",
    description: "Writes a whole text file, new or over the old one; missing folders are made.",
    changes: true,
    input: z.strictObject({ path, content: z.string() }),
    async run({ path, content }) {
      const { root, names } = writablePath(path, roots);
      checkSize(path, content, limits);
      const how = await turns.take(keyOf(root.folder, names), () => writeText(root, names, content));
      return `${path} is ${how === "new" ? "a new file" : "replaced"} (${Buffer.byteLength(content)} bytes).`;
    },
  });
}

export function fileEdit(roots: Roots, limits: Limits, turns: Turns): Tool {
  return tool({
    name: "file_edit",
    description:
      "Replaces a piece of a text file. `old` must be in the file exactly once, unless `all` is true.",
    changes: true,
    input: z.strictObject({
      path,
      old: z.string().min(1).describe("Exactly as it stands in the file, white space included"),
      new: z.string(),
      all: z.boolean().default(false).describe("Replace every place"),
    }),
    async run({ path, old, new: fresh, all }) {
      const { root, names } = writablePath(path, roots);
      return turns.take(keyOf(root.folder, names), async () => {
        const { text, seen } = await readText(root, names, limits.file);
        // Models write line feeds, also where the file has the line ends of Windows.
        const windows = text.includes("\r\n") && !old.includes("\r\n");
        const own = (piece: string) => (windows ? piece.replaceAll("\n", "\r\n") : piece);
        const pieces = text.split(own(old));
        const places = pieces.length - 1;
        if (places === 0) throw new ToolError(`The text to replace is not in ${path}: read the file again.`);
        if (places > 1 && !all) {
          throw new ToolError(
            `The text to replace is in ${path} ${places} times: give more of what stands around it, or set \`all\`.`,
          );
        }
        const changed = pieces.join(own(fresh));
        checkSize(path, changed, limits);
        await writeText(root, names, changed, { seen });
        return `${path} is changed in ${places} ${places === 1 ? "place" : "places"}.`;
      });
    },
  });
}

function writablePath(path: string, roots: Roots): Path {
  const place = readPath(path, roots);
  if (!place.root.writable) throw new ToolError(`${place.root.name} is read-only.`);
  // Whoever writes there has their hooks and filters run as soon as somebody types `git` in the folder.
  if (place.names.some((name) => name.toLowerCase() === ".git")) {
    throw new ToolError("Nothing is written inside .git: use the git tools.");
  }
  return place;
}

function checkSize(path: string, content: string, { file }: Limits): void {
  const bytes = Buffer.byteLength(content);
  if (bytes > file) throw new ToolError(`${path} would have ${bytes} bytes; ${file} are allowed.`);
}

function keyOf(folder: string, names: string[]): string {
  return [folder, ...names].join("/");
}
