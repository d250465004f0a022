import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, lstat, open, rename, unlink } from "node:fs/promises";
import { ToolError } from "../tool.ts";
import { below, type Root } from "./root.ts";

/** What a file held when it was read, so that a change is only written over what was seen. */
export interface Content {
  text: string;
  seen: string;
}

/** The text of a file. Everything else is refused in words: bytes that are no text only confuse a model. */
export async function readText(root: Root, names: string[], limit: number): Promise<Content> {
  return root.inFile(names, async (file) => {
    const path = [root.name, ...names].join("/");
    const stats = await file.stat({ bigint: true });
    const bytes = await readBytes(file, limit + 1);
    if (bytes.length > limit) {
      throw new ToolError(`${path} has ${stats.size} bytes; files of more than ${limit} are not read.`);
    }
    // A byte-order mark stays, or an edit would lose it.
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    try {
      const text = decoder.decode(bytes);
      if (!text.includes("\0")) return { text, seen: signOf(stats) };
    } catch {
      // Told below.
    }
    const what = bytes.includes(0) ? "a binary file" : "not in UTF-8";
    throw new ToolError(`${path} is ${what} (${bytes.length} bytes): its content is not shown.`);
  });
}

/**
 * Puts a whole new file in the place of the old one at once: a reader sees the one or the other, a full disk leaves the
 * old one, and a link that somebody puts there meanwhile is replaced, not followed.
 */
export async function writeText(
  root: Root,
  names: string[],
  text: string,
  { seen }: { seen?: string } = {},
): Promise<"new" | "replaced"> {
  const path = [root.name, ...names].join("/");
  const last = names.at(-1);
  if (last === undefined) throw new ToolError(`${path} is a folder, not a file.`);
  return root.inFolder(
    names.slice(0, -1),
    async (folder) => {
      const old = await lookAt(folder, last);
      if (old && !old.isFile()) throw new ToolError(`${path} is there already and is no regular file.`);
      const owner = old ?? (await folder.stat({ bigint: true }));
      const draft = `.${last.slice(0, 100)}.${randomUUID()}`;
      const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
      const mode = old ? Number(old.mode & 0o777n) : 0o644;
      const file = await open(below(folder, draft), O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY, mode);
      try {
        try {
          // A router that runs as root must not leave files that their owner cannot change.
          if (process.getuid?.() === 0) await file.chown(Number(owner.uid), Number(owner.gid));
          await file.chmod(mode);
          await file.writeFile(text);
          await file.sync();
        } finally {
          await file.close();
        }
        if (seen !== undefined) {
          const now = await lookAt(folder, last);
          if (!now || signOf(now) !== seen) {
            throw new ToolError(`${path} was changed by somebody else meanwhile: read it again.`);
          }
        }
        await rename(below(folder, draft), below(folder, last));
      } catch (error) {
        await unlink(below(folder, draft)).catch(() => undefined);
        throw error;
      }
      return old ? "replaced" : "new";
    },
    true,
  );
}

/** At most so many bytes: a file may grow, or say nothing of its size, while it is read. */
async function readBytes(file: FileHandle, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let total = 0;
  while (total < most) {
    const piece = Buffer.allocUnsafe(Math.min(65_536, most - total));
    const { bytesRead } = await file.read(piece);
    if (bytesRead === 0) break;
    pieces.push(piece.subarray(0, bytesRead));
    total += bytesRead;
  }
  return Buffer.concat(pieces);
}

async function lookAt(folder: FileHandle, name: string) {
  try {
    return await lstat(below(folder, name), { bigint: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function signOf(stats: { ino: bigint; size: bigint; mtimeNs: bigint }): string {
  return `${stats.ino} ${stats.size} ${stats.mtimeNs}`;
}
