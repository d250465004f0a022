import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const sources = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * Runs a plugin's TypeScript as one file of CommonJS, bundled anew whenever a source has changed. A loader
 * (tsx) would take 400 ms at every start of every plugin, while the engine waits; this takes 130.
 */
export function launch(/** @type {string} */ vendor) {
  const bundle = join(cacheFolder(), `${vendor}-${fingerprint()}.cjs`);
  if (!existsSync(bundle)) build(vendor, bundle);
  require(bundle);
}

/** Among the packages, because the bundle finds there what it leaves out. */
function cacheFolder() {
  return join(dirname(require.resolve("esbuild/package.json")), "..", ".cache", "sandbox-providers");
}

function fingerprint() {
  const hash = createHash("sha256").update(process.version).update(require("esbuild/package.json").version);
  for (const file of readdirSync(sources, { recursive: true, encoding: "utf8" }).toSorted()) {
    if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
    const { mtimeMs, size } = statSync(join(sources, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

function build(/** @type {string} */ vendor, /** @type {string} */ bundle) {
  mkdirSync(dirname(bundle), { recursive: true });
  const unfinished = `${bundle}.${process.pid}`;
  require("esbuild").buildSync({
    entryPoints: [join(sources, vendor, "plugin.ts")],
    outfile: unfinished,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "cjs",
    define: { "import.meta.url": "__filename" },
    keepNames: true,
  });
  // In one step: an engine starts several plugins at once, and none may read half a bundle.
  renameSync(unfinished, bundle);
}
