import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Rolldown } from "vite";
import { type Problem, Refusal } from "../refusal.ts";
import type { Bundle, Files } from "./program.ts";

type Output = Rolldown.OutputChunk | Rolldown.OutputAsset;

/** As of a program: a ConfigMap holds 1 MiB at most. */
const MOST = 900_000;

/** Where the pages of a workload begin, if it is a site. */
export function pageOf(name: string): string {
  return join("workloads", name, "index.html");
}

export function isSite(name: string, root: string): boolean {
  return existsSync(join(root, pageOf(name)));
}

/**
 * Makes the files of a site by Vite: what its first page loads, and what other pages load when they are opened. Every
 * file but the page itself is named after what it holds.
 */
export async function buildSite(name: string, root: string): Promise<Bundle> {
  const output = await built(name, root);
  const files = output
    .map((each): [string, string] => [each.fileName, textOf(each, name)])
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  const loaded = loadedAtFirst(output);
  const [start, later] = [true, false].map(
    (first): Files => Object.fromEntries(files.filter(([file]) => loaded.has(file) === first)),
  ) as [Files, Files];
  for (const part of [start, later]) refuseHeavy(name, part);
  return {
    name,
    start,
    later,
    digest: createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 12),
    sources: output.flatMap((each) => (each.type === "chunk" ? each.moduleIds : [])).filter(existsSync),
  };
}

async function built(name: string, root: string): Promise<Output[]> {
  const { build } = await import("vite");
  const { NODE_ENV } = process.env;
  try {
    // Vite believes this, and writes it too: within a test, the pages would be those that somebody works on.
    process.env.NODE_ENV = "production";
    const result = await build({
      root: join(root, "workloads", name),
      // Said here, and not found: the settings of whoever builds would change the site.
      configFile: false,
      envFile: false,
      mode: "production",
      base: "/",
      publicDir: false,
      logLevel: "silent",
      // Flat, because the keys of a ConfigMap are; and nothing inlined, because the policy of the page forbids it.
      build: {
        write: false,
        assetsDir: "",
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
      },
    });
    return (result as Rolldown.RolldownOutput).output;
  } catch (error) {
    throw new Refusal([wrong(name, root, error)]);
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

function loadedAtFirst(output: Output[]): Set<string> {
  const chunks = new Map(output.flatMap((each) => (each.type === "chunk" ? [[each.fileName, each]] : [])));
  const loaded = new Set(["index.html"]);
  const load = (file: string) => {
    const chunk = chunks.get(file);
    if (!chunk || loaded.has(file)) return;
    loaded.add(file);
    for (const style of chunk.viteMetadata?.importedCss ?? []) loaded.add(style);
    for (const asset of chunk.viteMetadata?.importedAssets ?? []) loaded.add(asset);
    chunk.imports.forEach(load);
  };
  for (const chunk of chunks.values()) if (chunk.isEntry) load(chunk.fileName);
  // What the page itself names: its icon.
  for (const asset of output)
    if (asset.type === "asset" && !/\.(css|js)$/.test(asset.fileName)) loaded.add(asset.fileName);
  return loaded;
}

function textOf(each: Output, name: string): string {
  if (each.type === "chunk") return each.code;
  const bytes = Buffer.from(each.source);
  const text = bytes.toString("utf8");
  if (Buffer.from(text).equals(bytes)) return text;
  throw new Refusal([
    {
      where: pageOf(name),
      what: `the site holds ${each.fileName}, which is no text, and a ConfigMap holds text only.`,
      fix: "draw it as SVG, or serve it from an image",
    },
  ]);
}

function refuseHeavy(name: string, files: Files): void {
  const sizes = Object.entries(files).map(([file, text]) => [file, Buffer.byteLength(text)] as const);
  const bytes = sizes.reduce((sum, [, size]) => sum + size, 0);
  if (bytes <= MOST) return;
  throw new Refusal([
    {
      where: pageOf(name),
      what: `the site is ${kilobytes(bytes)} when built, and may be ${kilobytes(MOST)}.`,
      facts: sizes
        .toSorted(([, one], [, other]) => other - one)
        .slice(0, 5)
        .map(([file, size]) => `${file}: ${kilobytes(size)}`),
      fix: "import less, or import a page only when it is opened",
    },
  ]);
}

function wrong(name: string, root: string, error: unknown): Problem {
  const { message, loc } = error as {
    message?: string;
    loc?: { file?: string; line: number; column: number };
  };
  // With the colours of a terminal, and paths of this machine.
  const said = stripVTControlCharacters(message ?? String(error)).replaceAll(root, "");
  return {
    where: loc?.file ? `${loc.file.replace(root, "")}:${loc.line}:${loc.column}` : pageOf(name),
    what: "the site cannot be built.",
    facts: said
      .split("\n")
      .filter((line) => line.trim() !== "")
      .slice(0, 8),
    fix: "correct it: `npm run check` says more; a package that is missing comes by `npm install`",
  };
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`;
}
