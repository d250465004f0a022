import { SetupFault } from "./fault.mjs";

export const oldestNode = "20.19.0";

/** @param {string} [version] */
export function checkNode(version = process.versions.node) {
  if (isOlder(version, oldestNode)) {
    throw new SetupFault(
      `Node.js ${version} is too old: this project needs ${oldestNode} or later.`,
      "Install a current one (https://nodejs.org, or your version manager: nvm install 24) and try again.",
    );
  }
}

/**
 * @param {string} version
 * @param {string} than
 */
export function isOlder(version, than) {
  const [a, b] = [version, than].map((text) => text.split(".").map((part) => Number.parseInt(part, 10) || 0));
  for (let at = 0; at < 3; at++) {
    const difference = (a?.[at] ?? 0) - (b?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
