import { chmodSync, existsSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fingerprint, onPath } from "./files.mjs";
import { checkout, labFolder } from "./paths.mjs";

const name = "pulumi-language-nodejs";
const source = join(checkout, "scripts/language-host");
const bundle = join(labFolder, "language-host");

/** The file that Node.js runs when the host is ours. */
export const languageHostEntry = join(bundle, "main.mjs");

/**
 * The official host, if the engine has one: beside itself, or on PATH.
 * @param {string} enginePath
 * @returns {string | undefined}
 */
export function officialLanguageHost(enginePath) {
  const beside = join(dirname(realpathSync(enginePath)), name);
  return [beside, ...onPath(name)].find((path) => existsSync(path) && !isOurs(path));
}

/** @param {string} path */
function isOurs(path) {
  return path.startsWith(labFolder) || existsSync(join(dirname(path), "engine.json"));
}

/** Changes with our host's sources and with the SDK that is bundled into it. */
function sources() {
  const files = readdirSync(source).filter((file) => /^(?!.*\.test\.ts$).*\.ts$/.test(file));
  return [
    ...files.map((file) => join(source, file)),
    join(checkout, "node_modules/@pulumi/pulumi/package.json"),
  ]
    .map(fingerprint)
    .join(" ");
}

/**
 * Our host, bundled: as one file of JavaScript it answers in 0.1 s, through a transpiling loader in 0.33 s.
 * @type {import("./steps.mjs").Step<string>}
 */
export const languageHostStep = {
  name: "language host",
  find({ languageHost }) {
    const now = sources();
    return languageHost === now && existsSync(languageHostEntry) ? now : undefined;
  },
  async make(line) {
    line.update("bundling");
    const { build } = await import("esbuild");
    rmSync(bundle, { recursive: true, force: true });
    await build({
      absWorkingDir: checkout,
      entryPoints: ["main.ts", "entry.ts", "before.ts"].map((file) => resolve(source, file)),
      outdir: bundle,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      logLevel: "silent",
      // The SDK's generated code is CommonJS and asks for Node's own modules by require.
      banner: {
        js: "#!/usr/bin/env node\nimport { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
      },
    });
    chmodSync(languageHostEntry, 0o755);
    return { found: sources(), said: "ours, bundled" };
  },
};
