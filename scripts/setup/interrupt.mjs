import { constants } from "node:os";

/** @type {Set<() => void>} */
const undoing = new Set();

/**
 * What must not stay behind when this process is interrupted; in the order of the newest first.
 * @param {() => void} undo
 * @returns {() => void} forget it again
 */
export function undoOnInterrupt(undo) {
  undoing.add(undo);
  return () => undoing.delete(undo);
}

/** @param {"SIGINT" | "SIGTERM" | "SIGHUP"} signal */
function leave(signal) {
  for (const undo of [...undoing].reverse()) undo();
  process.exit(128 + constants.signals[signal]);
}

/** From here on an interrupt undoes what is half done; the returned function gives the signals back. */
export function watchInterrupts() {
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const signal of signals) process.on(signal, leave);
  return () => {
    for (const signal of signals) process.off(signal, leave);
  };
}
