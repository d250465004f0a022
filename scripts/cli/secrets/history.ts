import { spawnSync } from "node:child_process";
import { checkout } from "../../setup/paths.mjs";
import { Stop } from "../exits.ts";

/** Something that Git holds: a content, whatever commits have it. */
export interface Blob {
  id: string;
  path: string;
  content: Buffer;
}

const BATCH = 200;
/** A larger one is nothing that a person wrote. */
const LARGEST = 4 << 20;

/** Every content that any commit of any branch has, each once. */
export function* contents(root = checkout): Generator<Blob> {
  const objects = lines(git(["rev-list", "--objects", "--all"], root)).map((line) => {
    const [id = "", ...path] = line.split(" ");
    return { id, path: path.join(" ") };
  });
  for (let at = 0; at < objects.length; at += BATCH) yield* read(objects.slice(at, at + BATCH), root);
}

/** What commits say, as a text each. */
export function messages(root = checkout): string {
  return git(["log", "--all", "--format=%H%n%B"], root).toString();
}

/** The first commit that has a content. */
export function commitOf(blob: string, root = checkout): string {
  return lines(git(["log", "--all", "--format=%h", `--find-object=${blob}`], root)).at(-1) ?? "";
}

/** What the checkout has that Git does not ignore: committed or not yet. */
export function filesNow(root = checkout): string[] {
  const listed = git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"], root).toString();
  return [...new Set(listed.split("\0").filter(Boolean))];
}

function* read(objects: { id: string; path: string }[], root: string): Generator<Blob> {
  const input = objects.map(({ id }) => `${id}\n`).join("");
  const sizes = lines(
    git(["cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)"], root, input),
  );
  const blobs = sizes.flatMap((line, index) => {
    const [id = "", type, size] = line.split(" ");
    const path = objects[index]?.path ?? "";
    return type === "blob" && Number(size) <= LARGEST ? [{ id, path, size: Number(size) }] : [];
  });
  const all = git(["cat-file", "--batch=%(objectsize)"], root, blobs.map(({ id }) => `${id}\n`).join(""));
  let at = 0;
  for (const { id, path, size } of blobs) {
    const begin = all.indexOf("\n", at) + 1;
    yield { id, path, content: all.subarray(begin, begin + size) };
    at = begin + size + 1;
  }
}

function git(words: string[], cwd: string, input = ""): Buffer {
  const { status, stdout, stderr, error } = spawnSync("git", words, { cwd, input, maxBuffer: 1 << 30 });
  if (status !== 0) throw new Stop(`git ${words[0]} failed: ${error?.message ?? stderr.toString().trim()}`);
  return stdout;
}

function lines(output: Buffer): string[] {
  return output.toString().split("\n").filter(Boolean);
}
