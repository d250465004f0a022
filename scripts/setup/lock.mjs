import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readJson } from "./files.mjs";
import { undoOnInterrupt } from "./interrupt.mjs";
import { birth, isAlive } from "./processes.mjs";

/**
 * @typedef {object} Holder
 * @property {number} pid
 * @property {string} birth tells a process from a later one with the same id
 * @property {string} what
 */

/**
 * One at a time, on this machine: whoever comes second waits, and is told for whom.
 * @template T
 * @param {string} path
 * @param {string} what
 * @param {(holder: Holder) => void} onWait called once, when there is somebody to wait for
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, what, onWait, work) {
  mkdirSync(dirname(path), { recursive: true });
  let told = false;
  while (!take(path, what)) {
    const holder = readHolder(path);
    if (holder && !told) {
      onWait(holder);
      told = true;
    }
    await sleep(100);
  }
  const release = () => rmSync(path, { force: true });
  const forget = undoOnInterrupt(release);
  try {
    return await work();
  } finally {
    release();
    forget();
  }
}

/**
 * @param {string} path
 * @param {string} what
 */
function take(path, what) {
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, birth: birth(process.pid), what }), {
      flag: "wx",
    });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    breakIfStale(path);
    return false;
  }
}

/** @param {string} path */
function breakIfStale(path) {
  if (!isStale(path)) return;
  // Only one may break a lock: without this, a second breaker could remove the lock that the first then took.
  const breaker = `${path}.breaking`;
  try {
    mkdirSync(breaker);
  } catch {
    if (age(breaker) > 10_000) rmSync(breaker, { recursive: true, force: true });
    return;
  }
  if (isStale(path)) rmSync(path, { force: true });
  rmSync(breaker, { recursive: true, force: true });
}

/** @param {string} path */
function isStale(path) {
  const holder = readHolder(path);
  // Between its creation and its content a lock is empty: that is young, not stale.
  if (!holder) return age(path) > 5_000;
  return !isAlive(holder.pid) || birth(holder.pid) !== holder.birth;
}

/**
 * @param {string} path
 * @returns {Holder | undefined}
 */
function readHolder(path) {
  return readJson(path);
}

/** @param {string} path */
function age(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? Date.now() - stat.mtimeMs : 0;
}
