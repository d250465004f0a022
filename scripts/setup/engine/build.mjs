import { chmodSync, existsSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { excerpt } from "../excerpt.mjs";
import { humanSize } from "../files.mjs";
import { run } from "../run.mjs";

const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const neededBytes = 3e9;

/** Found by the engine beside itself, as the official host is: the checkout in use says where its own is. */
const languageHostLauncher = `#!/bin/sh
: "\${LAB_LANGUAGE_HOST:?is not set: run this in a shell with  eval \\"\\$(npx lab env)\\"}"
exec node "$LAB_LANGUAGE_HOST" "$@"
`;

/**
 * @param {string} version
 * @param {string} folder
 * @param {import("../progress.mjs").Line} line
 */
export async function buildEngine(version, folder, line) {
  const { GOCACHE, GOMODCACHE } = await goEnvironment();
  for (const place of [folder, tmpdir(), GOCACHE, GOMODCACHE]) checkSpace(place);

  line.update(`building v${version} from the Go module proxy, about 3 minutes`);
  const linked = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  const { code, output, failure } = await run(
    "go",
    ["build", "-trimpath", "-buildvcs=false", "-ldflags", linked, "-o", join(folder, "pulumi"), command],
    { cwd: import.meta.dirname, env: { ...process.env, GOFLAGS: "-mod=readonly", GOWORK: "off" } },
  );
  if (code !== 0) throw new Error(`${failure ?? "go build failed"}${explain(output)}`);

  const launcher = join(folder, "pulumi-language-nodejs");
  writeFileSync(launcher, languageHostLauncher);
  chmodSync(launcher, 0o755);
}

/** @returns {Promise<{ GOCACHE: string, GOMODCACHE: string }>} */
async function goEnvironment() {
  const { code, output, failure } = await run("go", ["env", "-json", "GOCACHE", "GOMODCACHE"], {
    cwd: import.meta.dirname,
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
