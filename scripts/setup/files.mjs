import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";

/**
 * @param {string} path
 * @returns {any} undefined when the file is absent or is not whole
 */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Whoever reads finds the old content or the new, never a half.
 * @param {string} path
 * @param {string} content
 * @param {number} [mode]
 */
export function writeWhole(path, content, mode = 0o644) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  const file = openSync(draft, "w", mode);
  try {
    writeSync(file, content);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}

/**
 * What tells that a file is still the one that was checked, without reading it.
 * @param {string} path
 * @returns {string | undefined}
 */
export function fingerprint(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && `${stat.size}:${Math.trunc(stat.mtimeMs)}`;
}

/**
 * Every executable of that name on PATH, in order.
 * @param {string} name
 * @returns {string[]}
 */
export function onPath(name) {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .filter((path) => existsSync(path) && ((statSync(path).mode ?? 0) & 0o111) !== 0);
}

/**
 * All that a folder holds, in bytes.
 * @param {string} folder
 * @returns {number}
 */
export function sizeOf(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sum + sizeOf(path);
    return entry.isFile() ? sum + statSync(path).size : sum;
  }, 0);
}

/** @param {number} bytes */
export function humanSize(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}
