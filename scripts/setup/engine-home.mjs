import { lstatSync, mkdirSync, readlinkSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "./files.mjs";
import { engineHome, pulumiHome } from "./paths.mjs";

const reason = `The engine would keep a log of every value of every resource in a folder of this name, and has no switch
for it. It took a quarter of each preview. This file is where the folder would be: docs/adr/0028-no-engine-log.md
`;

/**
 * Pulumi's folder with the user's own plugins and logins, and without room for the engine's log.
 * @returns {Record<string, string>} what tells the engine of it
 */
export function quietEngineHome() {
  const own = pulumiHome();
  const plugins = join(own, "plugins");
  // The engine makes no folder where a link leads nowhere: it fails.
  mkdirSync(plugins, { recursive: true });
  mkdirSync(engineHome, { recursive: true });
  point(join(engineHome, "plugins"), plugins);
  writeWhole(join(engineHome, "logs"), reason);
  return { PULUMI_HOME: engineHome, PULUMI_CREDENTIALS_PATH: own };
}

/**
 * Commands that begin at once all find the link, the old one or the new.
 * @param {string} link
 * @param {string} target
 */
function point(link, target) {
  if (lstatSync(link, { throwIfNoEntry: false }) && readlinkSync(link) === target) return;
  const draft = `${link}.${process.pid}.draft`;
  symlinkSync(target, draft);
  renameSync(draft, link);
}
