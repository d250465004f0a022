import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildFailure, BuildOptions, BuildResult, Plugin } from "esbuild";
import { nearest } from "../nearest.ts";
import { type Problem, Refusal } from "../refusal.ts";
import { leaveOut, leftOutOf } from "./left-out.ts";
import type { Program } from "./program.ts";
import { tooHeavy } from "./weight.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export interface Bundle extends Program {
  /** Every file that it is made from: while none of them changes, it does not either. */
  sources: string[];
}

const OPTIONS = {
  bundle: true,
  minify: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
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
 * Makes one file of workloads/<name>: the same bytes wherever the checkout lies. Whatever is wrong with the sources is
 * told here, before anything is applied; types are not looked at (`npm run check` does).
 */
export async function bundle(name: string, root = ROOT): Promise<Bundle> {
  const entry = join("workloads", name, "main.ts");
  if (!existsSync(join(root, entry))) throw new Refusal([unknown(name, root)]);
  const { outputFiles, metafile } = await built(entry, root, leaveOut(leftOutOf(name, root)));
  const [output] = outputFiles;
  if (!output) throw new Error(`esbuild made nothing of ${entry}`);
  const heavy = tooHeavy(entry, metafile);
  if (heavy) throw new Refusal([heavy]);
  return {
    name,
    code: output.text,
    digest: createHash("sha256").update(output.contents).digest("hex").slice(0, 12),
    sources: Object.keys(metafile.inputs).map((source) => join(root, source)),
  };
}

async function built(entry: string, root: string, plugin: Plugin): Promise<BuildResult<typeof OPTIONS>> {
  // Loaded only where something is built: most commands read the lab, and build nothing.
  const { build } = await import("esbuild");
  try {
    return await build({ ...OPTIONS, entryPoints: [entry], absWorkingDir: root, plugins: [plugin] });
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    throw new Refusal(error.errors.map((each) => wrong(entry, each)));
  }
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
