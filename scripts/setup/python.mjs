import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { excerpt } from "./excerpt.mjs";
import { SetupFault } from "./fault.mjs";
import { withLock } from "./lock.mjs";
import { cacheFolder, checkout } from "./paths.mjs";
import { run } from "./run.mjs";

/** What Chatterbox and its libraries are made for. */
const PYTHON = "python3.11";

/** What installs: the same packages everywhere, each of them the one whose hash is known. */
const UV = "uv==0.13.9";

const tools = join(checkout, "workloads/python-kit/tools.lock");

/** Programs of ours that are Python, where the library that does the work is. The kit is tested with the first one's. */
export const pythonPrograms = ["image-server", "tts-server"];

/**
 * Where each of them is, and what else is Python: servers around others' libraries, that exist as an image alone.
 * @type {Record<string, string>}
 */
export const pythonFolders = {
  ...Object.fromEntries(pythonPrograms.map((name) => [name, `workloads/${name}`])),
  mem0: "images/mem0",
};

/**
 * Where the environment of such a program is: outside of every checkout, for it takes gigabytes, and named by its content.
 * @param {string} program
 */
export function environmentOf(program) {
  const hash = createHash("sha256").update(UV);
  for (const lock of [lockOf(program), tools]) hash.update(readFileSync(lock));
  return join(cacheFolder(), "python", `${program}-${hash.digest("hex").slice(0, 12)}`);
}

/**
 * Why the programs of Python cannot be tested here, or undefined where they can.
 * @param {string} program
 */
export function whyNoPython(program) {
  return existsSync(environmentOf(program)) ? undefined : "its environment is made by: npm run python";
}

/** @param {string} program */
export function folderOf(program) {
  return join(checkout, pythonFolders[program] ?? program);
}

/** @param {string} program */
function lockOf(program) {
  return join(folderOf(program), "requirements.lock");
}

/**
 * Makes what is missing: some six gigabytes, most of them PyTorch's, which those in workloads/ share.
 * @param {(line: string) => void} say
 */
export async function makePythonEnvironments(say) {
  const lock = join(cacheFolder(), "python.lock");
  await withLock(
    lock,
    "the environments of Python",
    ({ pid }) => say(`waits for process ${pid}`),
    async () => {
      for (const program of Object.keys(pythonFolders)) await make(program, say);
    },
  );
}

/**
 * @param {string} program
 * @param {(line: string) => void} say
 */
async function make(program, say) {
  const folder = environmentOf(program);
  if (existsSync(folder)) return;
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new SetupFault(
      "The programs of Python are locked for Linux on x86-64, and this is another machine.",
      "Run them there, or as images.",
    );
  say(`${program}: making its environment`);
  const uv = await uvFolder();
  // Half an environment must not look like a whole one.
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  const env = {
    ...process.env,
    UV_CACHE_DIR: join(cacheFolder(), "python", "downloads"),
    UV_SYSTEM_CERTS: "1",
  };
  await must(join(uv, "uv"), ["venv", "--quiet", "--relocatable", "--python", PYTHON, part], env);
  const locks = [lockOf(program), tools];
  const words = ["pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode", "--python", part];
  await must(join(uv, "uv"), [...words, ...locks], env);
  renameSync(part, folder);
}

async function uvFolder() {
  const folder = join(cacheFolder(), "python", UV);
  if (!existsSync(join(folder, "bin/uv"))) {
    mkdirSync(join(cacheFolder(), "python"), { recursive: true });
    await must(PYTHON, ["-m", "venv", folder]);
    await must(join(folder, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", UV]);
  }
  return join(folder, "bin");
}

/**
 * @param {string} command
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} [env]
 */
async function must(command, words, env = process.env) {
  const { code, output, failure } = await run(command, words, { env });
  if (code === 0) return;
  throw new SetupFault(
    `${command} ${words[0]} did not go well: ${failure ?? `it ended with ${code}`}.\n${excerpt(output)}`,
    `Debian has Python in python3-venv; some 7 GB of disk and a way to its packages are needed.`,
  );
}
