import { Cron } from "croner";
import * as z from "zod";
import { size } from "../../kit/index.ts";

const seconds = z.number().positive("is no number of seconds; write one such as 45");

const schedule = z.strictObject({
  /** When it begins, as cron says it. */
  from: z
    .string()
    .refine(isCron, { error: 'is no time in the form of cron; write one such as "0 20 * * 5"' }),
  hours: z.number().positive().max(168),
});

/** How the card changes hands. */
export const gaming = z.strictObject({
  /** What is being answered may go on for so long. */
  drainSeconds: seconds.default(60),
  schedule: z.array(schedule).default([]),
  timezone: z
    .string()
    .refine(isTimezone, { error: 'is no time zone; write one such as "Europe/Berlin"' })
    .default("UTC"),
  /** Memory of the card that is neither a model's nor the desktop's, from which on it is a game. */
  seenAbove: size.prefault("3GiB"),
  /** Seconds until it is believed, and until it is believed to be over: games have menus and loading screens. */
  seenFor: seconds.default(10),
  goneFor: seconds.default(60),
});

export type Gaming = z.output<typeof gaming>;

function isCron(text: string): boolean {
  try {
    return new Cron(text, { paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

function isTimezone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
