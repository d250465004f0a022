import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readlink } from "node:fs/promises";
import { ToolError } from "../tool.ts";

// Linux on x64 and arm64; Node has no name for it. Such a descriptor only marks a place: opening a FIFO or a device by
// it neither waits nor does anything.
const O_PATH = 0o10000000;
const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;

/**
 * A name below an open folder. Node has no openat(2); this is the same: the kernel goes to the folder that the
 * descriptor marks, wherever that is by now, and looks up one name in it. A path that was checked and then used could
 * be changed in between; this one leaves nothing to change.
 */
export function below(folder: FileHandle, name?: string): string {
  const place = `/proc/self/fd/${folder.fd}`;
  return name === undefined ? place : `${place}/${name}`;
}

/**
 * A folder that tools may enter, and nothing beside it. Symbolic links are never followed, not even those that stay
 * inside: what a link says can change between a look and a use. A hard link is the file itself and is read like one.
 */
export class Root {
  readonly name: string;
  readonly folder: string;
  readonly writable: boolean;

  constructor(name: string, { folder, writable }: { folder: string; writable: boolean }) {
    this.name = name;
    this.folder = folder;
    this.writable = writable;
  }

  /** Lends a folder; with `make`, makes those that are missing on the way. */
  async inFolder<T>(names: string[], use: (folder: FileHandle) => Promise<T>, make = false): Promise<T> {
    const folder = await this.#enter(names, make);
    try {
      return await use(folder);
    } finally {
      await folder.close();
    }
  }

  /** Lends a regular file, open for reading. */
  async inFile<T>(names: string[], use: (file: FileHandle) => Promise<T>): Promise<T> {
    const last = names.at(-1);
    if (last === undefined) throw new ToolError(`${this.name} is a folder, not a file.`);
    return this.inFolder(names.slice(0, -1), async (folder) => {
      const marked = await this.#open(below(folder, last), O_PATH | O_NOFOLLOW, names);
      try {
        const stats = await marked.stat();
        if (!stats.isFile()) throw new ToolError(`${this.#told(names)} is ${kindOf(stats)}, not a file.`);
        const file = await this.#open(below(marked), O_RDONLY | O_NONBLOCK, names);
        try {
          return await use(file);
        } finally {
          await file.close();
        }
      } finally {
        await marked.close();
      }
    });
  }

  /** What is in a folder, by name. */
  async entries(folder: FileHandle): Promise<{ name: string; kind: Kind }[]> {
    const found = await readdir(below(folder), { withFileTypes: true });
    return found
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async #enter(names: string[], make: boolean): Promise<FileHandle> {
    // The root's own path may well be a link: its owner wrote it.
    let here = await this.#open(this.folder, O_PATH | O_DIRECTORY, []);
    const top = await readlink(below(here));
    for (const [index, name] of names.entries()) {
      const way = names.slice(0, index + 1);
      try {
        if (make) await mkdir(below(here, name)).catch(unless("EEXIST"));
        const next = await this.#open(below(here, name), O_PATH | O_DIRECTORY | O_NOFOLLOW, way);
        await here.close();
        here = next;
      } catch (error) {
        await here.close();
        throw error instanceof ToolError ? error : this.#explained(error, way);
      }
    }
    // Nobody can lead us out, but a folder can be carried out while we stand in it.
    const place = await readlink(below(here));
    if (place === top || place.startsWith(top === "/" ? top : `${top}/`)) return here;
    await here.close();
    throw new ToolError(`${this.#told(names)} was moved out of ${this.name} just now.`);
  }

  async #open(path: string, flags: number, names: string[]): Promise<FileHandle> {
    try {
      return await open(path, flags);
    } catch (error) {
      throw this.#explained(error, names);
    }
  }

  #told(names: string[]): string {
    return [this.name, ...names].join("/");
  }

  #explained(error: unknown, names: string[]): unknown {
    const why: Record<string, string> = {
      ENOENT: "does not exist",
      ENOTDIR: "is no folder; symbolic links are not followed",
      EACCES: "may not be opened by the router",
      EPERM: "may not be opened by the router",
      ENAMETOOLONG: "has too long a name",
    };
    const { code = "" } = error as NodeJS.ErrnoException;
    return why[code] ? new ToolError(`${this.#told(names)} ${why[code]}.`) : error;
  }
}

export type Kind = "a file" | "a folder" | "a symbolic link" | "a special file";

interface Kinds {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

function kindOf(stats: Kinds): Kind {
  if (stats.isFile()) return "a file";
  if (stats.isDirectory()) return "a folder";
  return stats.isSymbolicLink() ? "a symbolic link" : "a special file";
}

function unless(code: string) {
  return (error: NodeJS.ErrnoException) => {
    if (error.code !== code) throw error;
  };
}
