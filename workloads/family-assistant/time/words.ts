import type { Rhythm } from "./rhythm.ts";

const DAY = { weekday: "long", day: "numeric", month: "long" } as const;
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

/** "Sunday 22 November, 08:00" */
export function dayAndClock(at: Date, zone: string): string {
  return `${dayOf(at, zone)}, ${clockOf(at, zone)}`;
}

export function dayOf(at: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", { ...DAY, timeZone: zone }).format(at).replace(",", "");
}

export function clockOf(at: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", { ...CLOCK, timeZone: zone }).format(at);
}

export function everyOf({ every }: Rhythm): string {
  return every ? `every ${every}` : "once";
}
