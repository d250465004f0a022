import { setTimeout as sleep } from "node:timers/promises";

/** Rung by whatever happens, and heard once: also what rang while nobody listened. */
export class Bell {
  #rung = false;
  #wake: AbortController | undefined;

  readonly ring = (): void => {
    this.#rung = true;
    this.#wake?.abort();
  };

  /** Returns when it rings, after the time at the latest, or at once when the signal ends. */
  async heard(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) {
      this.#wake = new AbortController();
      const either = AbortSignal.any([this.#wake.signal, signal]);
      await sleep(ms, undefined, { signal: either }).catch(() => {});
    }
    this.#rung = false;
  }
}
