import { createHash } from "node:crypto";
import type { Often } from "./kept.ts";

/** The hours of the night in which a house sleeps; what is kept is looked through after them. */
const NIGHT = { from: 1, hours: 4 };
const MORNING = { from: 7, hours: 3 };

/** When a service is backed up: always at the same time, and never all of them at once. */
export function backupSchedule(service: string, often: Often): string {
  const { minute, day, of } = moments(service);
  if (often === "hourly") return `${minute} * * * *`;
  return `${minute} ${of(NIGHT)} * * ${often === "weekly" ? day : "*"}`;
}

/** When it is tried whether what was kept comes back. */
export function trialSchedule(service: string): string {
  const { minute, day, of } = moments(service);
  return `${minute} ${of(MORNING)} * * ${day}`;
}

function moments(service: string) {
  const [minute = 0, hour = 0, day = 0] = createHash("sha256").update(service).digest();
  const of = ({ from, hours }: typeof NIGHT) => from + (hour % hours);
  return { minute: minute % 60, day: day % 7, of };
}
