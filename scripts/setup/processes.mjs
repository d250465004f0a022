import { readFileSync } from "node:fs";

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * When a process began, as the kernel counts it; "" where that cannot be read, or where it has ended and nobody has
 * asked how: it keeps its id until then.
 * @param {number} pid
 */
export function birth(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")")).split(" ");
    const [state, threads, began] = [fields[1], fields[18], fields[20]];
    // Its first thread may have ended while others still hold its files and ports.
    return state === "Z" && Number(threads) <= 1 ? "" : (began ?? "");
  } catch {
    return "";
  }
}
