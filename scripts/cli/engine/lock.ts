import { hostname } from "node:os";
import { isAlive } from "../../setup/processes.mjs";

interface Lock {
  owner: string;
  host: string;
  pid: number;
  since: Date;
}

const LOCK = /created by (?<owner>\S+)@(?<host>\S+) \(pid (?<pid>\d+)\) at (?<since>\S+)/g;

export function isLocked(log: string): boolean {
  return log.includes("the stack is currently locked by");
}

/** Who holds the stack, whether they still live, and what to do: the engine only says that somebody does. */
export function explainLock(stack: string, log: string): string {
  const locks = [...log.matchAll(LOCK)].map(({ groups = {} }) => ({
    owner: groups.owner ?? "",
    host: groups.host ?? "",
    pid: Number(groups.pid),
    since: new Date(groups.since ?? ""),
  }));
  return [`${stack} is locked by another update.`, ...locks.map(describe), advice(stack, locks)].join("\n");
}

/** The command that takes a lock away. */
export function unlockCommand(stack: string): string {
  return `eval "$(npx lab env)" && pulumi cancel --yes --stack ${stack}`;
}

function describe(lock: Lock): string {
  return `  ${lock.owner}@${lock.host}, pid ${lock.pid}, since ${lock.since.toLocaleString()}: ${fate(lock)}`;
}

function fate(lock: Lock): string {
  if (!isHere(lock)) return "on another machine, look there whether it still runs";
  return isAlive(lock.pid) ? "it still runs" : "it runs no more";
}

function advice(stack: string, locks: Lock[]): string {
  const command = `\n    ${unlockCommand(stack)}`;
  if (locks.some((lock) => isHere(lock) && isAlive(lock.pid))) return "  fix: wait until it has ended";
  if (locks.length > 0 && locks.every(isHere))
    return `  fix: its update was killed and left the lock behind; it is safe to remove it:${command}`;
  return `  fix: wait for it to end, or, if you know that it runs no more, remove the lock:${command}`;
}

function isHere({ host }: Lock): boolean {
  return host === hostname();
}
