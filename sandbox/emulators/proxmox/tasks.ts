import { randomInt } from "node:crypto";
import type { Collection } from "../framework/index.ts";
import type { Datacenter } from "./datacenter.ts";
import { cloneEffects } from "./guests/clone.ts";
import { guestEffects } from "./guests/lifecycle.ts";
import { powerEffects } from "./guests/power.ts";
import { storageEffects } from "./storage/effects.ts";

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

/** What a task does at its end; an error thrown is what it exits with. */
export type Effect = (datacenter: Datacenter, data: never, task: Task) => void;

export interface NewTask<Data> {
  node: string;
  type: string;
  id: string | number;
  user: string;
  effect: string;
  data: Data;
  ms?: number;
}

const effects: Record<string, Effect> = {
  ...guestEffects,
  ...powerEffects,
  ...cloneEffects,
  ...storageEffects,
  nothing: () => {},
};

export class Tasks {
  readonly #datacenter: Datacenter;

  constructor(datacenter: Datacenter) {
    this.#datacenter = datacenter;
  }

  get all(): Collection<Task> {
    return this.#datacenter.collection("tasks");
  }

  /** When each task is due that is not done: a long history costs nothing at every request. */
  get #open(): Collection<{ upid: string; due: number }> {
    return this.#datacenter.collection("open-tasks");
  }

  /** The identifier that the client asks by. */
  start<Data extends Record<string, unknown>>(wanted: NewTask<Data>): string {
    const { node, type, user, effect, data, ms = this.#datacenter.seed.taskMs } = wanted;
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
      effects[task.effect]?.(this.#datacenter, task.data as never, task);
      task.log.push("TASK OK");
    } catch (error) {
      exitstatus = error instanceof Error ? error.message : String(error);
      task.log.push(`TASK ERROR: ${exitstatus}`);
    }
    this.all.put(task.upid, { ...task, exitstatus, endtime: Math.floor(task.due / 1000) });
  }
}
