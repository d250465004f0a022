import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { type Document, WRITTEN_FOLDERS } from "../../../components/reference/index.ts";

/** What has to be written, and what has to go, for the pages on disk to be those of the declarations. */
export interface Difference {
  stale: Document[];
  gone: string[];
}

export function differenceIn(root: string, documents: Document[]): Difference {
  const paths = new Set(documents.map(({ path }) => path));
  return {
    stale: documents.filter(({ path, text }) => textAt(join(root, path)) !== text),
    gone: WRITTEN_FOLDERS.flatMap((folder) => filesIn(root, folder)).filter((path) => !paths.has(path)),
  };
}

export function settle(root: string, { stale, gone }: Difference): void {
  for (const { path, text } of stale) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const path of gone) rmSync(join(root, path));
}

function textAt(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function filesIn(root: string, folder: string): string[] {
  const at = join(root, folder);
  return existsSync(at)
    ? readdirSync(at)
        .sort()
        .map((name) => posix.join(folder, name))
    : [];
}
