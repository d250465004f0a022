import * as z from "zod";
import { plain } from "../../kit/index.ts";
import * as keeping from "../keeping/index.ts";
import { HOUSE, type Person } from "../people/index.ts";
import type { Query } from "../store/index.ts";
import { dayAndClock, dayOf, EVERY, everyOf, isQuiet, momentOf } from "../time/index.ts";

/** For whom, where, and when. */
export interface Moment {
  person: Person;
  zone: string;
  now: Date;
}

/** Something that a model may propose, and a person has to agree to before it is. */
export interface Change<Schema extends z.ZodType = z.ZodType> {
  about: string;
  schema: Schema;
  /** What would be done, in our words: a person never agrees to what somebody else says that it is. */
  sentence(args: z.output<Schema>, moment: Moment): string;
  act(query: Query, args: z.output<Schema>, moment: Moment): Promise<void>;
}

/** Shown as it is kept: nothing in it that a reader does not see. */
export const words = z
  .string()
  .transform((text) => plain(text).replace(/\s+/g, " ").trim())
  .pipe(z.string().min(1, "is empty").max(300, "is longer than 300 characters"));

export const wall = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, "is not a time; write one such as 2026-11-22T08:00")
  .refine(isTime, "is a time that no clock shows");

const every = z.enum(EVERY).nullable().default(null);
const items = z.array(words).min(1).max(30);

const define = <Schema extends z.ZodType>(change: Change<Schema>) => change as unknown as Change;

export const changes: Readonly<Record<string, Change>> = {
  add_to_shopping_list: define({
    about: "Put things on the shopping list of the house.",
    schema: z.object({ items }),
    sentence: (args) => `Put on the shopping list: ${args.items.join(", ")}`,
    act: (query, args) => keeping.addItems(query, args.items),
  }),
  tick_off_shopping_list: define({
    about: "Mark things on the shopping list as bought, named exactly as they stand there.",
    schema: z.object({ items }),
    sentence: (args) => `Mark as bought: ${args.items.join(", ")}`,
    act: (query, args) => keeping.tickItems(query, args.items),
  }),
  add_reminder: define({
    about: "Remind the person of something, once or again and again.",
    schema: z.object({ what: words, at: wall, every }),
    sentence: ({ what, at, every }, { zone, person }) => {
      const moment = momentOf(at, zone);
      const rhythm = every ? `, ${everyOf({ first: at, every })} from then on` : "";
      const quiet = isQuiet(person.quiet, zone, moment)
        ? ` (that is in your quiet hours: you will hear of it at ${person.quiet?.to})`
        : "";
      return `Remind you on ${dayAndClock(moment, zone)}${rhythm}: ${what}${quiet}`;
    },
    act: (query, { what, at, every }, { zone, now }) =>
      keeping.addReminder(query, zone, now, { what, first: at, every }),
  }),
  add_appointment: define({
    about: "Write something into the calendar. Without minutes it lasts the whole day.",
    schema: z.object({
      what: words,
      at: wall,
      minutes: z.int().min(5).max(14_400).nullable().default(null),
      every,
      for_everybody: z.boolean().default(false),
    }),
    sentence: ({ what, at, minutes, every, for_everybody: all }, { zone }) => {
      const moment = momentOf(at, zone);
      const when =
        minutes === null ? dayOf(moment, zone) : `${dayAndClock(moment, zone)}, ${minutes} minutes`;
      const rhythm = every ? `, ${everyOf({ first: at, every })}` : "";
      return `Write into ${all ? "everybody's" : "your"} calendar: ${what}, ${when}${rhythm}`;
    },
    act: (query, { what, at, minutes, every, for_everybody: all }, { person }) =>
      keeping.addAppointment(query, {
        owner: all ? HOUSE : person.name,
        what,
        first: at,
        every,
        minutes,
      }),
  }),
  remember: define({
    about: "Remember something about the person for all later talks.",
    schema: z.object({ what: words }),
    sentence: ({ what }) => `Remember about you: ${what}`,
    act: (query, { what }) => keeping.remember(query, what),
  }),
};

/** What a person would agree to; nothing where it was kept by an older program that had other changes. */
export function sentenceOf({ change, args }: { change: string; args: unknown }, moment: Moment) {
  const known = changes[change];
  const parsed = known?.schema.safeParse(args);
  return known && parsed?.success ? known.sentence(parsed.data, moment) : undefined;
}

function isTime(text: string): boolean {
  try {
    momentOf(text, "UTC");
    return true;
  } catch {
    return false;
  }
}
