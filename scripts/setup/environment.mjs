import { mkdirSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { quietEngineHome } from "./engine-home.mjs";
import { SetupFault } from "./fault.mjs";
import { readJson } from "./files.mjs";
import { languageHostEntry, officialLanguageHost } from "./language-host.mjs";
import { labFolder } from "./paths.mjs";
import { house, ownBackend, stateFolder } from "./places.mjs";
import { labBin } from "./plugins.mjs";
import { passphraseFile, rootSecretFile } from "./secrets.mjs";

/** Where the last setup wrote what it found. */
export const notesFile = join(labFolder, "setup.json");

/** @returns {import("./steps.mjs").Notes} */
export function readNotes() {
  return readJson(notesFile) ?? {};
}

/**
 * What every pulumi command of the lab runs with. What the user has set is never replaced, except in the sandbox:
 * there the user's own backend and passphrase would be those of the real lab.
 * @param {import("./places.mjs").Place} [place]
 * @returns {Record<string, string>} only what is to be added to the environment
 */
export function environment(place = house) {
  const { engine, plugins = [] } = readNotes();
  if (!engine) throw new SetupFault("The lab is not set up yet.", "Run: npx lab doctor");
  mkdirSync(stateFolder(place), { recursive: true });

  const standIns = plugins.some(({ status }) => status === "stand-in");
  const closed = plugins.some(({ status }) => status !== "official");
  const folders = [...(standIns || needsHostOnPath(engine) ? [labBin] : []), dirname(engine.path)];
  const passphraseIsSet = process.env.PULUMI_CONFIG_PASSPHRASE !== undefined;
  const defaults = {
    PULUMI_BACKEND_URL: ownBackend(place),
    ...(!passphraseIsSet && { PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile }),
    // A stack file without a salt then means "the one in the state", not "make another".
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // A third of the engine's time goes to its garbage otherwise, and a person has more memory than patience.
    GOGC: "400",
    ...quietEngineHome(),
    LAB_ROOT_SECRET_FILE: rootSecretFile,
    ...(closed && { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" }),
    ...(!officialLanguageHost(engine.path) && { LAB_LANGUAGE_HOST: languageHostEntry }),
  };
  const unset = Object.entries(defaults).filter(([name]) => !process.env[name]);
  return {
    PATH: prepend(folders),
    ...Object.fromEntries(unset),
    ...(place.pretended && pretended(place)),
  };
}

/** @param {import("./places.mjs").Place} place */
function pretended(place) {
  return {
    PULUMI_BACKEND_URL: ownBackend(place),
    PULUMI_CONFIG_PASSPHRASE: readFileSync(passphraseFile, "utf8"),
    LAB_ROOT_SECRET_FILE: join(place.folder, "secret"),
    LAB_GIVEN_FOLDER: join(place.folder, "given"),
  };
}

/** @param {import("./engine/index.mjs").Engine} engine */
export function needsHostOnPath(engine) {
  return engine.from === "PATH" && !officialLanguageHost(engine.path);
}

/** @param {string[]} folders */
function prepend(folders) {
  const rest = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folders.includes(folder));
  return [...folders, ...rest].join(delimiter);
}
