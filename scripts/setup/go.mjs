import { existsSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { excerpt } from "./excerpt.mjs";
import { humanSize } from "./files.mjs";
import { run } from "./run.mjs";

const neededBytes = 3e9;

/**
 * Builds one command of the module in a folder: exactly what its go.sum has seen, whatever else is around it.
 * @param {{ module: string, command: string, output: string, linked: string }} build
 */
export async function goBuild({ module, command, output: file, linked }) {
  const { GOCACHE, GOMODCACHE } = await goEnvironment(module);
  for (const place of [dirname(file), tmpdir(), GOCACHE, GOMODCACHE]) checkSpace(place);
  const { code, output, failure } = await run(
    "go",
    ["build", "-trimpath", "-buildvcs=false", "-ldflags", `-s -w ${linked}`, "-o", file, command],
    { cwd: module, env: { ...process.env, GOFLAGS: "-mod=readonly", GOWORK: "off" } },
  );
  if (code !== 0) throw new Error(`${failure ?? "go build failed"}${explain(output)}`);
}

/**
 * @param {string} module
 * @returns {Promise<{ GOCACHE: string, GOMODCACHE: string }>}
 */
async function goEnvironment(module) {
  const { code, output, failure } = await run("go", ["env", "-json", "GOCACHE", "GOMODCACHE"], {
    cwd: module,
    timeoutMs: 120_000,
  });
  if (failure?.includes("ENOENT")) throw new Error("Go is not installed (https://go.dev/dl)");
  if (code !== 0) throw new Error(`Go does not work: ${failure ?? output.trim()}`);
  return JSON.parse(output);
}

/** @param {string} place */
function checkSpace(place) {
  let folder = place;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < neededBytes) {
    throw new Error(
      `building needs ${humanSize(neededBytes)} free, ${folder} has ${humanSize(bavail * bsize)}`,
    );
  }
}

/** @param {string} output */
function explain(output) {
  const hint = /no space left on device/.test(output)
    ? " (the disk is full)"
    : /dial tcp|lookup .* no such host|i\/o timeout|connection refused/.test(output)
      ? " (the Go module proxy cannot be reached: see go env GOPROXY)"
      : "";
  return `${hint}:\n${excerpt(output)}`;
}
