import type { Usage } from "../usage/index.ts";
import { Tally } from "./tally.ts";

const seconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300, 600];
const tokensPerSecond = [1, 2, 5, 10, 20, 30, 40, 60, 80, 100, 150, 200, 300, 500, 1000];

/** What one provider has done under one model's name. */
export class Served {
  /** By API and status. */
  readonly requests = new Map<string, { api: string; status: number; count: number }>();
  readonly total = new Tally(seconds);
  readonly firstByte = new Tally(seconds);
  readonly queued = new Tally(seconds);
  readonly speed = new Tally(tokensPerSecond);
  prompt = 0;
  cached = 0;
  completion = 0;
  /** In millionths of a US dollar. */
  cost = 0;
  partial = 0;
  attempts = 0;

  add(usage: Usage): void {
    this.#count(usage);
    this.total.add(usage.totalMs / 1000);
    this.queued.add(usage.queuedMs / 1000);
    this.prompt += usage.promptTokens ?? 0;
    this.cached += usage.cachedTokens ?? 0;
    this.completion += usage.completionTokens ?? 0;
    this.cost += usage.cost;
    this.attempts += usage.attempts;
    if (usage.partial) this.partial++;
    const { firstByteMs, totalMs, completionTokens = 0 } = usage;
    if (firstByteMs === undefined) return;
    this.firstByte.add(firstByteMs / 1000);
    // Of an answer in one piece nobody knows when its first token came.
    if (usage.stream && completionTokens > 1 && totalMs > firstByteMs) {
      this.speed.add(((completionTokens - 1) * 1000) / (totalMs - firstByteMs));
    }
  }

  #count({ api, status }: Usage): void {
    const key = `${api} ${status}`;
    const known = this.requests.get(key);
    if (known) known.count++;
    else this.requests.set(key, { api, status, count: 1 });
  }
}
