import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { SetupFault } from "../fault.mjs";
import { fingerprint, humanSize, onPath, readJson } from "../files.mjs";
import { undoOnInterrupt } from "../interrupt.mjs";
import { withLock } from "../lock.mjs";
import { cacheFolder, platform } from "../paths.mjs";
import { run } from "../run.mjs";
import { engineVersion } from "../versions.mjs";
import { buildEngine } from "./build.mjs";
import { downloadEngine } from "./download.mjs";

/**
 * @typedef {object} Engine
 * @property {string} path
 * @property {string} version
 * @property {"PATH" | "download" | "build"} from
 * @property {string} fingerprint
 * @property {string[]} passed what came first in the order and was not taken, with the reason
 */

/** @type {import("../steps.mjs").Step<Engine>} */
export const engineStep = {
  name: "engine",

  find({ engine }) {
    if (!engine || engine.version !== engineVersion() || fingerprint(engine.path) !== engine.fingerprint)
      return;
    // A pulumi that appeared on PATH since then, or went from it, is to be looked at again.
    const first = candidates()[0];
    return engine.from === "PATH" ? (first === engine.path ? engine : undefined) : sameAsNoted(engine, first);
  },

  async make(line) {
    const version = engineVersion();
    /** @type {string[]} */
    const passed = [];
    for (const path of candidates()) {
      const answer = await ask(path);
      if (answer === version) {
        const engine = describe(path, "PATH", passed);
        return { found: engine, said: `v${version} on PATH` };
      }
      passed.push(`${path} is ${answer ? `version ${answer}` : "not a working pulumi"}`);
    }

    const home = engineFolder(version);
    return withLock(
      `${home}.lock`,
      "getting the engine",
      ({ pid }) => line.update(`waiting for process ${pid}, which is getting it`),
      async () => {
        const kept = await fromCache(home, version);
        if (kept) return { found: { ...kept, passed }, said: `v${version} from the cache` };
        const { from, said } = await obtain(home, version, line, passed);
        const engine = describe(join(home, "pulumi"), from, passed);
        return { found: engine, said: `${said}  ${humanSize(statSync(engine.path).size)}` };
      },
    );
  },
};

/** @param {string} version */
export function engineFolder(version) {
  return join(cacheFolder(), "engine", `v${version}-${platform}`);
}

/** Every pulumi on PATH but our own: `lab env` puts that there too. */
function candidates() {
  return onPath("pulumi").filter((path) => !path.startsWith(join(cacheFolder(), "engine")));
}

/**
 * @param {Engine} engine
 * @param {string | undefined} first
 */
function sameAsNoted(engine, first) {
  return !first || engine.passed.some((line) => line.startsWith(`${first} is `)) ? engine : undefined;
}

/**
 * @param {string} path
 * @param {Engine["from"]} from
 * @param {string[]} passed
 * @returns {Engine}
 */
function describe(path, from, passed) {
  return { path, version: engineVersion(), from, fingerprint: fingerprint(path) ?? "", passed };
}

/**
 * @param {string} path
 * @returns {Promise<string | undefined>}
 */
export async function ask(path) {
  const { code, output } = await run(path, ["version"], {
    timeoutMs: 20_000,
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  return code === 0 ? output.match(/^v?(\d+\.\d+\.\d+\S*)/m)?.[1] : undefined;
}

/**
 * @param {string} home
 * @param {string} version
 * @returns {Promise<Engine | undefined>}
 */
async function fromCache(home, version) {
  const stamp = readJson(join(home, "engine.json"));
  const path = join(home, "pulumi");
  if (!stamp || stamp.fingerprint !== fingerprint(path)) return undefined;
  return (await ask(path)) === version ? describe(path, stamp.from, []) : undefined;
}

/**
 * Each way in turn, into a folder beside the target, which takes its name only when the engine in it answers.
 * @param {string} home
 * @param {string} version
 * @param {import("../progress.mjs").Line} line
 * @param {string[]} passed
 */
async function obtain(home, version, line, passed) {
  removeLeftovers(home);
  const draft = `${home}.${process.pid}.partial`;
  const remove = () => rmSync(draft, { recursive: true, force: true });
  const forget = undoOnInterrupt(remove);
  const ways = /** @type {const} */ ([
    ["download", downloadEngine, `v${version}, the official download`],
    ["build", buildEngine, `built v${version} from the Go module proxy`],
  ]);
  try {
    for (const [from, get, said] of ways) {
      mkdirSync(draft, { recursive: true });
      try {
        await get(version, draft, line);
        const answer = await ask(join(draft, "pulumi"));
        if (answer !== version)
          throw new Error(`it calls itself ${answer ?? "nothing at all"}, not ${version}`);
        const stamp = { version, from, fingerprint: fingerprint(join(draft, "pulumi")) };
        writeFileSync(join(draft, "engine.json"), JSON.stringify(stamp));
        rmSync(home, { recursive: true, force: true });
        renameSync(draft, home);
        return { from, said };
      } catch (error) {
        remove();
        passed.push(`${from}: ${/** @type {Error} */ (error).message}`);
      }
    }
  } finally {
    remove();
    forget();
  }
  throw new SetupFault(
    `No Pulumi engine ${version} could be had. What was tried, in order:\n${passed.map((reason) => `  - ${reason}`).join("\n")}`,
    `Any one of these is enough: pulumi ${version} on PATH, a way to get.pulumi.com and github.com, or Go with a module proxy.`,
  );
}

/** @param {string} home */
function removeLeftovers(home) {
  mkdirSync(dirname(home), { recursive: true });
  for (const name of readdirSync(dirname(home))) {
    if (name.startsWith(`${basename(home)}.`) && name.endsWith(".partial")) {
      rmSync(join(dirname(home), name), { recursive: true, force: true });
    }
  }
}
