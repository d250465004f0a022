import { hostname } from "node:os";
import type { ManagerConfig } from "../config/index.ts";
import type { Ticket } from "../providers/slots.ts";
import { Line } from "./line.ts";
import { type Link, type Verdict, verdictOf } from "./verdict.ts";
import { callMachine } from "./wake.ts";

export interface GateParts {
  /** The provider's, which tells the router's demands apart. */
  name: string;
  config: ManagerConfig;
  /** Requests that are there, or wait for their turn there. */
  load(): number;
  /** Whether the provider itself was there when it was last asked. */
  answers(): boolean;
  /** Its model has just been loaded. */
  opened(): void;
}

interface Waiter {
  granted(): void;
  refused(why: string): void;
  timer: NodeJS.Timeout;
}

/** How often a manager hears of what goes on, and a sleeping machine of who wants it. */
const TELL_MS = 5_000;
/** Who falls back does not want to wait each time for a machine that does not wake. */
const DEAF_MS = 60_000;

/** Stands before a provider whose model somebody starts and stops: lets through, keeps waiting, or sends elsewhere. */
export class Gate {
  readonly model: string;
  readonly #parts: GateParts;
  readonly #line: Line;
  readonly #holder: string;
  readonly #beat: NodeJS.Timeout;
  readonly #waiters = new Set<Waiter>();
  #link: Link = { is: "connecting" };
  #wakeUntil: number | undefined;
  /** It was called in vain: it is left alone for a while. */
  #deafUntil = 0;
  /** Somebody was let through since the manager was last told. */
  #used = false;
  #toldNothing = true;
  #telling = false;
  #mustTell = false;

  constructor(parts: GateParts) {
    this.#parts = parts;
    this.model = parts.config.model;
    // The names that the manager takes; each copy of the router has its own.
    this.#holder = `${hostname()}.${process.pid}.${parts.name}`.replace(/[^\w.-]/g, "-").slice(-100);
    this.#line = new Line(parts.config, {
      told: (told) => {
        const wasReady = this.#link.is === "up" && this.#link.told.state === "ready";
        this.#link = { is: "up", told };
        this.#wakeUntil = undefined;
        if (told.state === "ready" && !wasReady) parts.opened();
        // It wants to stop: what is still being answered must be known before it does.
        if (told.state === "draining" || this.#mustTell) this.#tell();
        this.#settle();
      },
      lost: (why) => {
        this.#link = { is: "down", why, isWaking: this.#wakeUntil !== undefined };
        this.#settle();
        if (this.#waiters.size > 0) this.#wake();
      },
    });
    this.#beat = setInterval(() => this.#tick(), TELL_MS).unref();
  }

  /** How it stands, for choosing among providers and for whoever looks. */
  get verdict(): Verdict {
    const { config, answers } = this.#parts;
    const now = Date.now();
    const canWake = config.wake !== undefined && now >= this.#deafUntil;
    return verdictOf(this.#link, { model: this.model, answers: answers(), canWake }, now);
  }

  /** Asked for each request: whether it may go at once. */
  letsThrough(): boolean {
    this.#used = true;
    return this.verdict.is === "open";
  }

  /** For a person who waits. */
  get progress(): string {
    const { verdict } = this;
    return verdict.is === "shut" ? verdict.progress : this.model;
  }

  /** Call only where it did not let through. */
  wait(granted: () => void, refused: (why: string) => void): Ticket {
    const { patience } = this.#parts.config;
    const waiter: Waiter = {
      granted,
      refused,
      timer: setTimeout(() => {
        this.#waiters.delete(waiter);
        this.#tell();
        refused(`${this.model} was not loaded within ${patience / 1000} s (${this.progress})`);
      }, patience),
    };
    if (this.#waiters.size === 0) this.#wakeUntil = undefined;
    this.#waiters.add(waiter);
    this.#tell();
    this.#wake();
    // Nobody is answered while he still asks.
    setImmediate(() => this.#settle());
    return {
      cancel: () => {
        clearTimeout(waiter.timer);
        if (this.#waiters.delete(waiter)) this.#tell();
      },
    };
  }

  close(): void {
    clearInterval(this.#beat);
    this.#line.close();
    this.#sendAway("providers.yaml has changed");
  }

  #settle(): void {
    if (this.#waiters.size === 0) return;
    const { verdict } = this;
    if (verdict.is === "closed") this.#sendAway(verdict.why);
    else if (verdict.is === "open") this.#empty(({ granted }) => granted());
  }

  #sendAway(why: string): void {
    this.#empty(({ refused }) => refused(why));
  }

  #empty(each: (waiter: Waiter) => void): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const waiter of waiters) {
      clearTimeout(waiter.timer);
      each(waiter);
    }
    if (waiters.length > 0) this.#tell();
  }

  #tick(): void {
    if (this.#waiters.size > 0) this.#wake();
    const isBusy = this.#waiters.size > 0 || this.#parts.load() > 0 || this.#used;
    if (isBusy || !this.#toldNothing) this.#tell();
  }

  /** Calls a machine that may be asleep, again and again, until it is there or its time is over. */
  #wake(): void {
    const { wake } = this.#parts.config;
    if (!wake || this.#link.is !== "down" || this.verdict.is !== "shut") return;
    const now = Date.now();
    this.#wakeUntil ??= now + wake.within;
    if (now >= this.#wakeUntil) {
      this.#deafUntil = now + DEAF_MS;
      this.#sendAway(`its machine does not wake up within ${wake.within / 1000} s`);
      return;
    }
    this.#link = { ...this.#link, isWaking: true };
    callMachine(wake.mac, wake.to).then(
      () => this.#line.tryNow(),
      (error: NodeJS.ErrnoException) =>
        this.#sendAway(`its machine cannot be called (${error.code ?? error.message})`),
    );
  }

  /** One at a time, and the newest last. A manager that does not hear it hears the next. */
  #tell(): void {
    this.#mustTell = true;
    if (this.#telling || this.#link.is !== "up") return;
    this.#telling = true;
    void this.#tellAll();
  }

  async #tellAll(): Promise<void> {
    while (this.#mustTell && this.#link.is === "up") {
      this.#mustTell = false;
      const waiting = this.#waiters.size;
      const running = Math.max(this.#parts.load(), this.#used && waiting === 0 ? 1 : 0);
      this.#used = false;
      this.#toldNothing = running + waiting === 0;
      await this.#line.tell(this.#holder, { running, waiting }).catch(() => {});
    }
    this.#telling = false;
  }
}
