import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { environment, stateFolder, usesOwnBackend } from "./environment.mjs";
import { SetupFault } from "./fault.mjs";
import { writeWhole } from "./files.mjs";
import { undoOnInterrupt } from "./interrupt.mjs";
import { withLock } from "./lock.mjs";
import { checkout, labFolder } from "./paths.mjs";
import { run } from "./run.mjs";

/** Each has a file with its settings. */
export const stacks = readdirSync(checkout).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

const projectFile = join(checkout, "Pulumi.yaml");
const secretsSettings = /^(encryptionsalt|encryptedkey|secretsprovider):.*$/gm;

/**
 * Makes a stack exist, and says which config file its commands are to be given.
 *
 * Pulumi writes a salt into the stack file at the first preview. It belongs to this machine's passphrase, and
 * would leave every fresh clone with a changed file: so the salt is kept in .lab, in a copy of the stack file that
 * is made anew for each command. A stack file that brings its own settings for secrets is used as it is, as is
 * any with a backend that the user chose.
 * @param {string} stack
 * @returns {Promise<{ configFile?: string }>}
 */
export async function ensureStack(stack) {
  if (!usesOwnBackend()) return {};
  if (!stackExists(stack)) {
    const wait = () => {};
    await withLock(join(labFolder, "stacks.lock"), `making the stack ${stack}`, wait, () =>
      initialise(stack),
    );
  }
  const root = rootFile(stack);
  const content = existsSync(root) ? readFileSync(root, "utf8") : "";
  if (content.match(secretsSettings)) return {};
  const configFile = join(labFolder, "config", `Pulumi.${stack}.yaml`);
  const salt = existsSync(configFile) ? (readFileSync(configFile, "utf8").match(secretsSettings) ?? []) : [];
  // The salt comes last, so that the engine's line numbers are those of the root file.
  writeWhole(configFile, `${[content.trimEnd(), ...salt].join("\n").trim()}\n`);
  return { configFile };
}

/** Every stack of this project, so that a bare `pulumi preview` works as well. */
export const stacksStep = {
  name: "stacks",
  find: () => (!usesOwnBackend() || stacks.every(stackExists) ? stacks : undefined),
  /** @param {import("./progress.mjs").Line} line */
  async make(line) {
    for (const stack of stacks) {
      line.update(`making ${stack}`);
      await ensureStack(stack);
    }
    return { found: stacks, said: stacks.join(", ") };
  },
};

/** @param {string} stack */
export function stackExists(stack) {
  return existsSync(join(stateFolder, ".pulumi/stacks", projectName(), `${stack}.json`));
}

/** @param {string} stack */
function rootFile(stack) {
  return join(checkout, `Pulumi.${stack}.yaml`);
}

function projectName() {
  return readFileSync(projectFile, "utf8").match(/^name:\s*["']?([^"'\s#]+)/m)?.[1] ?? "";
}

/**
 * In a folder of its own, where `stack init` may write what it likes.
 * @param {string} stack
 */
async function initialise(stack) {
  if (stackExists(stack)) return;
  mkdirSync(labFolder, { recursive: true });
  const scratch = mkdtempSync(join(labFolder, "stack-"));
  const remove = () => rmSync(scratch, { recursive: true, force: true });
  const forget = undoOnInterrupt(remove);
  try {
    cpSync(projectFile, join(scratch, "Pulumi.yaml"));
    if (existsSync(rootFile(stack))) cpSync(rootFile(stack), join(scratch, `Pulumi.${stack}.yaml`));
    const { code, output, failure } = await run(
      "pulumi",
      ["stack", "init", stack, "--no-select", "--non-interactive"],
      {
        cwd: scratch,
        env: { ...process.env, ...environment() },
      },
    );
    if (code !== 0) throw new SetupFault(`The stack ${stack} could not be made: ${failure ?? output.trim()}`);
    const made = join(scratch, `Pulumi.${stack}.yaml`);
    const settings = existsSync(made) ? readFileSync(made, "utf8").match(secretsSettings) : null;
    if (settings) writeWhole(join(labFolder, "config", `Pulumi.${stack}.yaml`), `${settings.join("\n")}\n`);
  } finally {
    remove();
    forget();
  }
}
