/** New measures count this much: some ten requests forget what was before. */
const WEIGHT = 0.2;

/** How quick a model has lately been at a provider. */
export class Pace {
  /** Milliseconds to the first byte; without any measure yet, unknown. */
  firstByte: number | undefined;
  total: number | undefined;

  /** What was not streamed tells nothing of its first byte. */
  observe(firstByteMs: number | undefined, totalMs: number): void {
    if (firstByteMs !== undefined) this.firstByte = blend(this.firstByte, firstByteMs);
    this.total = blend(this.total, totalMs);
  }
}

function blend(before: number | undefined, now: number): number {
  return before === undefined ? now : before + (now - before) * WEIGHT;
}
