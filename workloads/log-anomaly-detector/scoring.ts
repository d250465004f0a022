import type { Level } from "./patterns/line.ts";
import type { Series } from "./patterns/series.ts";

/** What is unusual: never said before, more often than ever, no longer said, or said although somebody calls it bad. */
export type Kind = "new" | "rising" | "gone" | "bad";

/** From 0, as always, to 1. From this on somebody should hear of it. */
export const TELLING = 0.7;

const HOUR = 60;
/** Fewer in a minute are no rise, whatever they were before. */
const FEWEST = 20;
/** What is missed has to have been there often enough to be missed. */
const OFTEN = 30;
const SHORTEST_SILENCE = 10;
/** Whoever waits for it in vain for so long will not see it again. */
export const FORGOTTEN = 24 * HOUR;

/** Between them lies what makes a new failure an alert, and a new greeting none. */
const WEIGHT: Record<Level, number> = { error: 1, warn: 0.9, info: 0.6 };

/** How often a service says something that it never said: where that happens all day, one more is nothing. */
export interface Novelty {
  /** Windows since it was first heard. */
  windows: number;
  /** In how many of them, after its first hour, it said something new. */
  novel: number;
}

export function scoreOfNew(level: Level, { windows, novel }: Novelty): number {
  const chance = (novel + 1) / (windows + 1);
  return WEIGHT[level] * clamp(-Math.log10(chance) / 3.5);
}

/** Good news, such as fewer failures, is no anomaly; and a rise of what is harmless has to be steeper. */
export function scoreOfRise(level: Level, series: Series, window: number): number {
  if (window - series.first < HOUR || series.count < FEWEST) return 0;
  const times = series.count / Math.max(series.peak, 1);
  return (level === "info" ? 0.8 : 1) * clamp(1 - 1 / times);
}

export function scoreOfSilence(level: Level, series: Series, window: number): number {
  if (level !== "info" || series.presence < OFTEN) return 0;
  const silent = window - series.last;
  if (silent < SHORTEST_SILENCE || silent > FORGOTTEN + 3 * series.silence) return 0;
  return clamp(1 - 1 / (1 + silent / Math.max(series.silence, 1)));
}

function clamp(score: number): number {
  return Math.min(1, Math.max(0, score));
}
