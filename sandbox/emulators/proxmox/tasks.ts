import { randomInt } from "node:crypto";
import type { Collection, Store } from "../framework/index.ts";

/** Work that a node does after it has answered. What it comes to is decided when its time is over. */
export interface Task {
  upid: string;
  node: string;
  type: string;
  id: string;
  user: string;
  pid: number;
  pstart: number;
  starttime: number;
  /** When it is done, in milliseconds; what it does then, by name, so that a restart does it just the same. */
  due: number;
  effect: string;
  data: Record<string, unknown>;
  endtime?: number;
  exitstatus?: string;
  log: string[];
}

export interface NewTask<Data> {
  node: string;
  type: string;
  id: string | number;
  user: string;
  effect: string;
  data: Data;
  ms?: number;
}

export class Tasks {
  readonly all: Collection<Task>;
  /** When each task is due that is not done: a long history costs nothing at every request. */
  readonly #open: Collection<{ upid: string; due: number }>;
  readonly #usualMs: number;
  readonly #perform: (task: Task) => void;

  /** What a task does at its end is told from outside; an error thrown is what it exits with. */
  constructor(store: Store, usualMs: number, perform: (task: Task) => void) {
    this.all = store.collection("tasks");
    this.#open = store.collection("open-tasks");
    this.#usualMs = usualMs;
    this.#perform = perform;
  }

  /** The identifier that the client asks by. */
  start<Data extends Record<string, unknown>>(wanted: NewTask<Data>): string {
    const { node, type, user, effect, data, ms = this.#usualMs } = wanted;
    const id = String(wanted.id);
    const [pid, pstart] = [randomInt(1000, 4_000_000), randomInt(100_000, 2 ** 31)];
    const starttime = Math.floor(Date.now() / 1000);
    const hex = (value: number) => value.toString(16).toUpperCase().padStart(8, "0");
    const upid = `UPID:${node}:${hex(pid)}:${hex(pstart)}:${hex(starttime)}:${type}:${id}:${user}:`;
    const due = Date.now() + ms;
    this.all.put(upid, { upid, node, type, id, user, pid, pstart, starttime, due, effect, data, log: [] });
    this.#open.put(upid, { upid, due });
    this.settle();
    return upid;
  }

  /** Does what is due by now, in the order in which it is due. */
  settle(): void {
    const due = this.#open.all().filter((task) => task.due <= Date.now());
    for (const { upid } of due.toSorted((a, b) => a.due - b.due)) {
      const task = this.all.get(upid);
      this.#open.delete(upid);
      if (task && task.exitstatus === undefined) this.#finish(task);
    }
  }

  #finish(task: Task): void {
    let exitstatus = "OK";
    try {
      this.#perform(task);
      task.log.push("TASK OK");
    } catch (error) {
      exitstatus = error instanceof Error ? error.message : String(error);
      task.log.push(`TASK ERROR: ${exitstatus}`);
    }
    this.all.put(task.upid, { ...task, exitstatus, endtime: Math.floor(task.due / 1000) });
  }
}
