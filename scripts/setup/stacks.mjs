import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { environment } from "./environment.mjs";
import { SetupFault } from "./fault.mjs";
import { writeWhole } from "./files.mjs";
import { undoOnInterrupt } from "./interrupt.mjs";
import { withLock } from "./lock.mjs";
import { checkout } from "./paths.mjs";
import { house, stateFolder, usesOwnBackend } from "./places.mjs";
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
 * any with a backend that the user chose. The sandbox is never given what is encrypted: it has its own.
 * @param {string} stack
 * @param {import("./places.mjs").Place} [place]
 * @returns {Promise<{ configFile?: string }>}
 */
export async function ensureStack(stack, place = house) {
  if (!usesOwnBackend(place)) return {};
  if (!stackExists(stack, place)) {
    const wait = () => {};
    await withLock(join(place.folder, "stacks.lock"), `making the stack ${stack}`, wait, () =>
      initialise(stack, place),
    );
  }
  const content = await settingsOf(stack, place);
  if (content.match(secretsSettings)) return {};
  const configFile = configOf(stack, place);
  const salt = existsSync(configFile) ? (readFileSync(configFile, "utf8").match(secretsSettings) ?? []) : [];
  // The salt comes last, so that the engine's line numbers are those of the root file.
  writeWhole(configFile, `${[content.trimEnd(), ...salt].join("\n").trim()}\n`);
  return { configFile };
}

/** Every stack of this project, so that a bare `pulumi preview` works as well. */
export const stacksStep = {
  name: "stacks",
  find: () =>
    !usesOwnBackend(house) || stacks.every((stack) => stackExists(stack, house)) ? stacks : undefined,
  /** @param {import("./progress.mjs").Line} line */
  async make(line) {
    for (const stack of stacks) {
      line.update(`making ${stack}`);
      await ensureStack(stack);
    }
    return { found: stacks, said: stacks.join(", ") };
  },
};

/**
 * @param {string} stack
 * @param {import("./places.mjs").Place} place
 */
export function stackExists(stack, place = house) {
  return existsSync(join(stateFolder(place), ".pulumi/stacks", projectName(), `${stack}.json`));
}

/**
 * @param {string} stack
 * @param {import("./places.mjs").Place} place
 */
async function settingsOf(stack, place) {
  const root = rootFile(stack);
  const content = existsSync(root) ? readFileSync(root, "utf8") : "";
  if (!place.pretended) return content;
  const { withoutSecrets } = await import("./stack-file.mjs");
  return withoutSecrets(content);
}

/**
 * @param {string} stack
 * @param {import("./places.mjs").Place} place
 */
function configOf(stack, { folder }) {
  return join(folder, "config", `Pulumi.${stack}.yaml`);
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
 * @param {import("./places.mjs").Place} place
 */
async function initialise(stack, place) {
  if (stackExists(stack, place)) return;
  mkdirSync(place.folder, { recursive: true });
  const scratch = mkdtempSync(join(place.folder, "stack-"));
  const remove = () => rmSync(scratch, { recursive: true, force: true });
  const forget = undoOnInterrupt(remove);
  try {
    cpSync(projectFile, join(scratch, "Pulumi.yaml"));
    const content = await settingsOf(stack, place);
    if (content) writeFileSync(join(scratch, `Pulumi.${stack}.yaml`), content);
    const { code, output, failure } = await run(
      "pulumi",
      ["stack", "init", stack, "--no-select", "--non-interactive"],
      {
        cwd: scratch,
        env: { ...process.env, ...environment(place) },
      },
    );
    if (code !== 0) throw new SetupFault(`The stack ${stack} could not be made: ${failure ?? output.trim()}`);
    const made = join(scratch, `Pulumi.${stack}.yaml`);
    const settings = existsSync(made) ? readFileSync(made, "utf8").match(secretsSettings) : null;
    if (settings) writeWhole(configOf(stack, place), `${settings.join("\n")}\n`);
  } finally {
    remove();
    forget();
  }
}
