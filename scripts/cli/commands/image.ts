import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { buildPrograms } from "../../../components/program/index.ts";
import { imageContext } from "../data/image-context.ts";
import { imageFolders } from "../data/image-folders.ts";
import { exits, Stop } from "../exits.ts";
import { note } from "../log.ts";

/** What a build makes for itself, and would only carry here. */
const NOT_BUILT = /\/(node_modules|\.next|\.venv|dist|__pycache__|\.[a-z]+_cache)$/;

export function register(program: Command): void {
  program
    .command("image <program> <folder>")
    .summary(
      "what an image of workloads/ or images/ is built from, into an empty folder: docker build <folder>",
    )
    .action(write);
}

async function write(name: string, named: string): Promise<void> {
  const folder = resolve(named);
  mkdirSync(folder, { recursive: true });
  // What lay there before would become part of the image.
  if (readdirSync(folder).length > 0) throw new Stop(`${folder} is not empty: name another`, exits.usage);
  const own = imageFolders()[name];
  if (own) {
    cpSync(own, folder, { recursive: true, dereference: true, filter: (path) => !NOT_BUILT.test(path) });
    return note(`${folder}: as ${own}`);
  }
  const files = imageContext((await buildPrograms([name]))(name));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  note(`${folder}: ${Object.keys(files).length} files`);
}
