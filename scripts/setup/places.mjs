import { join } from "node:path";
import { labFolder } from "./paths.mjs";

/**
 * @typedef {object} Place Where a lab is that commands act upon, and what is kept of it.
 * @property {string} folder
 * @property {boolean} pretended whether it is the sandbox: nothing of the user's own settings leads there
 */

/** The machines of the house. @type {Place} */
export const house = { folder: labFolder, pretended: false };

/** The whole lab once more, on this machine alone. @type {Place} */
export const sandbox = { folder: join(labFolder, "sandbox"), pretended: true };

/** @param {Place} place */
export function stateFolder({ folder }) {
  return join(folder, "state");
}

/** The backend that is used when the user names none. @param {Place} place */
export function ownBackend(place) {
  return `file://${stateFolder(place)}`;
}

/** Whether state and stacks are ours to make, or the user's own affair. @param {Place} place */
export function usesOwnBackend(place) {
  return place.pretended || (process.env.PULUMI_BACKEND_URL || ownBackend(place)) === ownBackend(place);
}
