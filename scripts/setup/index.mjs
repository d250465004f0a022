import { join } from "node:path";
import { engineStep } from "./engine/index.mjs";
import { needsHostOnPath, notesFile, readNotes } from "./environment.mjs";
import { writeWhole } from "./files.mjs";
import { watchInterrupts } from "./interrupt.mjs";
import { languageHostEntry, languageHostStep, officialLanguageHost } from "./language-host.mjs";
import { withLock } from "./lock.mjs";
import { packagesStep } from "./packages.mjs";
import { labFolder } from "./paths.mjs";
import { linkBin, pluginsStep } from "./plugins.mjs";
import { progressLine } from "./progress.mjs";
import { ensureSecrets, secretsExist } from "./secrets.mjs";
import { stacksStep } from "./stacks.mjs";

export { diagnose, isSound } from "./diagnose.mjs";
export { environment } from "./environment.mjs";
export { SetupFault } from "./fault.mjs";
export * as places from "./places.mjs";
export { forgetRefusals } from "./plugins.mjs";
export { ensureStack, stacks } from "./stacks.mjs";

/**
 * Makes all that is missing, says what it does on standard error, and is quick and silent when nothing is.
 * @returns {Promise<{ changed: boolean }>}
 */
export function ensureSetup() {
  return ensure(findAll, makeAll);
}

/**
 * The same for what runs without an engine: the programs in workloads/.
 * @returns {Promise<{ changed: boolean }>}
 */
export function ensurePackages() {
  return ensure(
    (notes) => Boolean(packagesStep.find(notes)),
    () => settle(readNotes(), "packages", packagesStep),
  );
}

/**
 * @param {(notes: import("./steps.mjs").Notes) => boolean} isThere
 * @param {() => Promise<void>} make
 */
async function ensure(isThere, make) {
  if (isThere(readNotes())) return { changed: false };
  const letGo = watchInterrupts();
  try {
    await withLock(
      join(labFolder, "setup.lock"),
      "setting up",
      ({ pid }) => process.stderr.write(`Waiting for process ${pid}, which is setting up this checkout.\n`),
      make,
    );
    return { changed: true };
  } finally {
    letGo();
  }
}

/**
 * @param {import("./steps.mjs").Notes} notes
 * @returns {boolean} whether every part is there
 */
function findAll(notes) {
  if (!packagesStep.find(notes) || !engineStep.find(notes)) return false;
  if (!hostIsOfficial(notes) && !languageHostStep.find(notes)) return false;
  const plugins = pluginsStep(() => required(notes.engine)).find(notes);
  if (!plugins || JSON.stringify(plugins) !== JSON.stringify(notes.plugins)) return false;
  return secretsExist() && Boolean(stacksStep.find());
}

async function makeAll() {
  const notes = readNotes();
  await settle(notes, "packages", packagesStep);
  await settle(notes, "engine", engineStep);
  if (!hostIsOfficial(notes)) await settle(notes, "languageHost", languageHostStep);
  await settle(
    notes,
    "plugins",
    pluginsStep(() => required(notes.engine)),
  );
  ensureSecrets();
  linkBin(links(notes));
  await settle(notes, "stacks", stacksStep);
}

/**
 * @template {keyof import("./steps.mjs").Notes} Name
 * @param {import("./steps.mjs").Notes} notes
 * @param {Name} name
 * @param {import("./steps.mjs").Step<Required<import("./steps.mjs").Notes>[Name]>} step
 */
async function settle(notes, name, step) {
  let found = step.find(notes);
  if (!found) {
    const line = progressLine(step.name);
    try {
      const made = await step.make(line);
      found = made.found;
      line.done(made.said);
    } catch (error) {
      line.fail();
      throw error;
    }
  }
  notes[name] = found;
  writeWhole(notesFile, `${JSON.stringify(notes, null, 2)}\n`);
}

/** @param {import("./steps.mjs").Notes} notes */
function hostIsOfficial(notes) {
  return Boolean(notes.engine && officialLanguageHost(notes.engine.path));
}

/** @param {import("./steps.mjs").Notes} notes */
function links({ engine, plugins = [] }) {
  const inUse = plugins.flatMap(({ name, status, path }) =>
    status === "stand-in" && path ? [/** @type {const} */ ([`pulumi-resource-${name}`, path])] : [],
  );
  const host = needsHostOnPath(required(engine))
    ? [/** @type {const} */ (["pulumi-language-nodejs", languageHostEntry])]
    : [];
  return new Map([...inUse, ...host]);
}

/**
 * @template T
 * @param {T | undefined} value
 * @returns {T}
 */
function required(value) {
  if (value === undefined) throw new Error("a later step of the setup ran before an earlier one");
  return value;
}
