import { note } from "../log.ts";
import { unlockCommand } from "./lock.ts";

/** An engine that runs, as far as a Ctrl-C is concerned. */
export interface Interruptible {
  stack: string;
  locks: boolean;
  pid: number;
  /**
   * Whether it listens. Before its first event and after its last it does not, and a signal would kill it on the
   * spot, with its lock still there.
   */
  listening: boolean;
  asked: boolean;
  working: () => string[];
}

const running = new Set<Interruptible>();
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
let requests = 0;

export function wasInterrupted(): boolean {
  return requests > 0;
}

/** From here on a Ctrl-C is a request to the engine, until it has ended. */
export async function interruptible<T>(engine: Interruptible, ended: Promise<T>): Promise<T> {
  if (running.size === 0) for (const signal of signals) process.on(signal, onSignal);
  running.add(engine);
  try {
    return await ended;
  } finally {
    running.delete(engine);
    if (running.size === 0) for (const signal of signals) process.off(signal, onSignal);
  }
}

/** To be called when an engine begins to listen: a request may have come before. */
export function deliver(engine: Interruptible): void {
  if (requests === 0 || engine.asked || !engine.listening) return;
  engine.asked = true;
  process.kill(engine.pid, "SIGINT");
}

function onSignal(): void {
  requests++;
  const engines = [...running];
  if (requests === 1) {
    note("\nStopping: no new step begins, and what was begun is finished.");
    engines.forEach(deliver);
  } else if (requests === 2) {
    for (const { stack, working } of engines)
      note(
        `\n${stack} waits for ${working().join(", ") || "the engine to end"}. Once more kills it, and leaves that unfinished.`,
      );
  } else engines.forEach(kill);
}

function kill({ stack, locks, pid }: Interruptible): void {
  process.kill(-pid, "SIGKILL");
  if (!locks) return;
  note(`\n${stack} was killed in the middle of an update, and its lock is still there. Before the next one:`);
  note(`  ${unlockCommand(stack)}`);
}
