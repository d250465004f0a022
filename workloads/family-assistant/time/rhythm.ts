import { Temporal } from "temporal-polyfill";

export const EVERY = ["day", "week", "month", "year"] as const;
export type Every = (typeof EVERY)[number];

/** When something is: on the clock on the wall, which is what people mean, whatever the sun does in between. */
export interface Rhythm {
  /** The first time, as `2026-11-22T08:00`. */
  first: string;
  every: Every | null;
}

const FEW = 10_000;

/**
 * The next time after a moment. The 31st is the last day of a shorter month, and an hour that the clock leaves out in
 * spring is the one after it.
 */
export function nextAfter(rhythm: Rhythm, zone: string, after: Date): Date | undefined {
  for (const at of from(rhythm, zone, after)) if (at.getTime() > after.getTime()) return at;
  return undefined;
}

/** All times from a moment on (that one included) and before another. */
export function between(rhythm: Rhythm, zone: string, begin: Date, end: Date): Date[] {
  const found: Date[] = [];
  for (const at of from(rhythm, zone, begin)) {
    if (at.getTime() >= end.getTime() || found.length === FEW) break;
    if (at.getTime() >= begin.getTime()) found.push(at);
  }
  return found;
}

/** Times in their order, beginning with one that is not later than the moment, where there is such a one. */
function* from({ first, every }: Rhythm, zone: string, moment: Date): Generator<Date> {
  const begin = Temporal.PlainDateTime.from(first);
  if (!every) {
    yield instant(begin, zone);
    return;
  }
  const unit = `${every}s` as const;
  // Counted from the first one: a month that is too short moves only its own.
  for (let count = before(begin, wallOf(moment, zone), every); ; count += 1)
    yield instant(begin.add({ [unit]: count }), zone);
}

function before(begin: Temporal.PlainDateTime, moment: Temporal.PlainDateTime, every: Every): number {
  const unit = `${every}s` as const;
  const passed = begin.until(moment, { largestUnit: unit })[unit];
  // Short months and hours that come twice make it wrong by one at most.
  return Math.max(0, passed - 1);
}

export function wallOf(moment: Date, zone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone).toPlainDateTime();
}

function instant(wall: Temporal.PlainDateTime, zone: string): Date {
  return new Date(wall.toZonedDateTime(zone).epochMilliseconds);
}

export function momentOf(wall: string, zone: string): Date {
  return instant(Temporal.PlainDateTime.from(wall), zone);
}
