import { createParser } from "eventsource-parser";
import type { ManagerConfig } from "../config/index.ts";
import { readStatus, type Told } from "./status.ts";

/** A manager says something every five seconds; who sleeps says nothing, and hangs up on nobody. */
const SILENCE_MS = 15_000;
const ANSWERS_WITHIN_MS = 5_000;
const AGAIN_MS = 1_000;
const LONGEST_MS = 10_000;

export interface LineEvents {
  told(told: Told): void;
  lost(why: string): void;
}

/** Follows what a manager tells, for as long as it is open, and tells it in turn who wants what. */
export class Line {
  readonly #config: ManagerConfig;
  readonly #events: LineEvents;
  readonly #closed = new AbortController();
  #again: () => void = () => {};

  constructor(config: ManagerConfig, events: LineEvents) {
    this.#config = config;
    this.#events = events;
    void this.#followOnAndOn();
  }

  /** Whoever waits for a machine to wake does not want to wait for the next try as well. */
  tryNow(): void {
    this.#again();
  }

  async tell(holder: string, demand: { running: number; waiting: number }): Promise<void> {
    const response = await this.#ask(`/models/${this.#config.model}/demand/${holder}`, {
      method: "PUT",
      body: JSON.stringify(demand),
      signal: AbortSignal.any([this.#closed.signal, AbortSignal.timeout(ANSWERS_WITHIN_MS)]),
    });
    await response.body?.cancel();
  }

  close(): void {
    this.#closed.abort();
    this.#again();
  }

  async #followOnAndOn(): Promise<void> {
    let pause = AGAIN_MS;
    while (!this.#closed.signal.aborted) {
      const began = performance.now();
      const why = await this.#follow().then(
        () => "it has hung up",
        (error: unknown) => reasonOf(error),
      );
      if (this.#closed.signal.aborted) return;
      this.#events.lost(why);
      pause = performance.now() - began > SILENCE_MS ? AGAIN_MS : Math.min(pause * 2, LONGEST_MS);
      await this.#pause(pause);
    }
  }

  async #follow(): Promise<void> {
    const lost = new AbortController();
    let timer = setTimeout(() => lost.abort(silent(ANSWERS_WITHIN_MS)), ANSWERS_WITHIN_MS);
    try {
      const response = await this.#ask("/events", {
        signal: AbortSignal.any([this.#closed.signal, lost.signal]),
      });
      const parser = createParser({
        onEvent: ({ data }) => this.#events.told(readStatus(data, this.#config.model)),
      });
      const decoder = new TextDecoder();
      for await (const bytes of response.body ?? []) {
        clearTimeout(timer);
        timer = setTimeout(() => lost.abort(silent(SILENCE_MS)), SILENCE_MS);
        parser.feed(decoder.decode(bytes, { stream: true }));
      }
    } finally {
      clearTimeout(timer);
      lost.abort();
    }
  }

  async #ask(path: string, request: RequestInit): Promise<Response> {
    const { at, apiKey } = this.#config;
    const response = await fetch(`${at.replace(/\/+$/, "")}${path}`, {
      ...request,
      headers: { "content-type": "application/json", authorization: `Bearer ${apiKey ?? ""}` },
      redirect: "manual",
    });
    if (response.ok) return response;
    await response.body?.cancel();
    throw new Error(
      response.status === 401 ? "it does not know the router's key (401)" : `it answers ${response.status}`,
    );
  }

  async #pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#again = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function silent(milliseconds: number): Error {
  return new Error(`nothing came in ${milliseconds / 1000} s`);
}

function reasonOf(error: unknown): string {
  const { code, message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
  return code ?? message;
}
