import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildFailure, BuildOptions, BuildResult, Metafile } from "esbuild";
import { nearest } from "../nearest.ts";
import { type Problem, Refusal } from "../refusal.ts";
import { BUILTIN, callForBuiltins } from "./builtin.ts";
import { LEFT_OUT, leaveOut, leftOutOf } from "./left-out.ts";
import type { Bundle } from "./program.ts";
import { buildSite, isSite } from "./site.ts";
import { tooHeavy } from "./weight.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const OUT = "out";

/** Sources that are no files. */
const MADE_HERE = new RegExp(`^(${LEFT_OUT}|${BUILTIN}):`);

const OPTIONS = {
  bundle: true,
  minify: true,
  // What is imported when it is needed becomes a file of its own, and costs nothing until then.
  splitting: true,
  outdir: OUT,
  chunkNames: "[hash]",
  outExtension: { ".js": ".mjs" },
  platform: "node",
  format: "esm",
  target: "node20.19",
  // Of packages that come in both forms, the one of which what nobody uses can be left out.
  mainFields: ["module", "main"],
  legalComments: "none",
  // Said here, and not found: the settings of whatever folder the checkout lies in would change the program.
  tsconfigRaw: {},
  // Brings its own WebAssembly, and is for those who run a program without a database.
  external: ["@electric-sql/pglite", "@electric-sql/pglite*"],
  // Packages that are not ES modules yet ask for Node's own by `require`, which an ES module does not have.
  banner: {
    js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
  },
  metafile: true,
  write: false,
  logLevel: "silent",
} satisfies BuildOptions;

/**
 * Makes the files of workloads/<name>, a program or a site: the same bytes wherever the checkout lies. Whatever is wrong
 * with the sources is told here, before anything is applied; types are not looked at (`npm run check` does).
 */
export async function bundle(name: string, root = ROOT): Promise<Bundle> {
  if (isSite(name, root)) return buildSite(name, root);
  const entry = join("workloads", name, "main.ts");
  if (!existsSync(join(root, entry))) throw new Refusal([unknown(name, root)]);
  const { outputFiles, metafile } = await built(name, root);
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const isLoaded = loadedAtStart(name, metafile);
  const heavy = tooHeavy(entry, metafile, isLoaded);
  if (heavy) throw new Refusal([heavy]);
  const files = [...texts].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    name,
    start: Object.fromEntries(files.filter(([file]) => isLoaded(file))),
    later: Object.fromEntries(files.filter(([file]) => !isLoaded(file))),
    digest: createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 12),
    sources: Object.keys(metafile.inputs)
      .filter((source) => !MADE_HERE.test(source))
      .map((source) => join(root, source)),
  };
}

async function built(name: string, root: string): Promise<BuildResult<typeof OPTIONS>> {
  // Loaded only where something is built: most commands read the lab, and build nothing.
  const { build } = await import("esbuild");
  const entry = join("workloads", name, "main.ts");
  try {
    return await build({
      ...OPTIONS,
      entryPoints: { [name]: entry },
      absWorkingDir: root,
      plugins: [leaveOut(leftOutOf(name, root)), callForBuiltins],
    });
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    throw new Refusal(error.errors.map((each) => wrong(entry, each)));
  }
}

/** Whether a file is reached from the program's own without anybody asking for it. */
function loadedAtStart(name: string, { outputs }: Metafile): (file: string) => boolean {
  const loaded = new Set<string>();
  const load = (path: string) => {
    const output = outputs[path];
    if (!output || loaded.has(basename(path))) return;
    loaded.add(basename(path));
    for (const { path: next, kind } of output.imports) if (kind === "import-statement") load(next);
  };
  load(`${OUT}/${name}.mjs`);
  return (file) => loaded.has(file);
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

function wrong(entry: string, { text, location }: BuildFailure["errors"][number]): Problem {
  const missing = /^Could not resolve "([^"./][^"]*)"/.exec(text)?.[1];
  return {
    where: location ? `${location.file}:${location.line}:${location.column + 1}` : entry,
    what: `${text.replace(/\.$/, "")}.`,
    ...(location && { facts: [location.lineText.trim()] }),
    fix: missing
      ? `run \`npm install\`, or add the package: npm install -w ${entry.replace(/\/main\.ts$/, "")} -E ${missing}`
      : "correct it: `npm run check` says more",
  };
}

function unknown(name: string, root: string): Problem {
  const known = existsSync(join(root, "workloads"))
    ? readdirSync(join(root, "workloads")).filter((each) =>
        existsSync(join(root, "workloads", each, "main.ts")),
      )
    : [];
  const meant = nearest(name, known);
  return {
    where: `workloads/${name}/main.ts`,
    what: `there is no program ${name}.`,
    ...(known.length > 0 && { facts: [`programs: ${known.join(", ")}`] }),
    fix: meant ? `did you mean "${meant}"?` : "write this file: the program begins there",
  };
}
