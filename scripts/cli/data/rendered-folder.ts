import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { type Changes, changesFor, recordOf, type Written } from "../../../components/gitops/index.ts";
import { exits, Stop } from "../exits.ts";

/** In it a folder says which of its files `lab render` has written. */
const RECORD = ".lab-render";

/** Somebody may have written anything into a record, and its paths are removed from the disk. */
const record = z.record(z.string().regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/), z.string());

/** A folder that `lab render` writes, beside whatever else lies there. */
export class RenderedFolder {
  readonly #root: string;
  readonly #record: Written;

  /** New, empty, or written before: any other folder is somebody's who may not want this in it. */
  constructor(root: string) {
    this.#root = root;
    this.#record = recordIn(root);
  }

  read = (path: string): string | undefined => {
    const file = join(this.#root, path);
    return existsSync(file) && statSync(file).isFile() ? readFileSync(file, "utf8") : undefined;
  };

  changesFor(files: Record<string, string>): Changes {
    const changes = changesFor(files, this.#record, this.read);
    const [first] = changes.inTheWay;
    if (!first) return changes;
    const others = changes.inTheWay.length - 1;
    throw new Stop(
      `${join(this.#root, first)} is not from \`lab render\`, and in its way${others > 0 ? `, as ${others} more are` : ""}\n  fix: move it, or render into another folder`,
    );
  }

  write(files: Record<string, string>, { write, remove }: Changes): void {
    for (const path of write) this.#put(path, files[path] ?? "");
    for (const path of remove) this.#take(path);
    this.#put(RECORD, `${JSON.stringify(recordOf(files), null, 2)}\n`);
  }

  #put(path: string, text: string): void {
    const file = join(this.#root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** With it go the folders that held nothing else. */
  #take(path: string): void {
    rmSync(join(this.#root, path));
    for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
      if (readdirSync(join(this.#root, folder)).length > 0) return;
      rmdirSync(join(this.#root, folder));
    }
  }
}

function recordIn(root: string): Written {
  if (!existsSync(root)) return {};
  if (!statSync(root).isDirectory())
    throw new Stop(`${root} is a file\n  fix: name a folder, as in \`lab render gitops\``, exits.usage);
  const file = join(root, RECORD);
  if (existsSync(file)) {
    const { data } = record.safeParse(readJson(file));
    if (data) return data;
    throw new Stop(
      `${file} cannot be read: it should say what \`lab render\` has written\n  fix: restore it from Git, or render into another folder`,
    );
  }
  const strangers = readdirSync(root).length;
  if (strangers === 0) return {};
  throw new Stop(
    `${root} is not a folder of \`lab render\`: it holds ${strangers} of somebody else's files\n  fix: name a new or an empty one; it may lie in that one`,
    exits.usage,
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
