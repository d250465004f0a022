import { Cron } from "croner";
import { z } from "zod";
import { fault } from "../fault.ts";

/** Numbers and signs, and three letters for a month or a day. Kubernetes knows neither the "L" of others nor a day 7. */
const FIELD = "[\\d*/,?-]+";
const NAMED = "([\\d*/,?-]|[A-Za-z]{3})+";
const DAY = "([0-6*/,?-]|[A-Za-z]{3})+";
const FIVE_FIELDS = new RegExp(`^${[FIELD, FIELD, FIELD, NAMED, DAY].join("\\s+")}$`);

/** Five fields, as cron(8) reads them. */
export const schedule = z
  .string()
  .refine(
    (text) => FIVE_FIELDS.test(text) && next(text) !== undefined,
    fault("not a schedule", 'write five fields: "0 3 * * *" is three every night'),
  )
  .refine((text) => next(text) !== null, {
    ...fault("a day that no year has", 'no such day ever comes: write one that does, as "0 3 1 * *"'),
    when: ({ issues }) => issues.length === 0,
  });

/** The next time that it strikes; null where none ever comes, and undefined where it cannot be read. */
function next(text: string): Date | null | undefined {
  try {
    return new Cron(text, { mode: "5-part", paused: true, timezone: "UTC" }).nextRun();
  } catch {
    return undefined;
  }
}
