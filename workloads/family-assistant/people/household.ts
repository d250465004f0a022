import { readFileSync } from "node:fs";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { SettingsProblem } from "../../kit/index.ts";

/** Who owns what belongs to everybody. No person can be called so. */
export const HOUSE = "house";

const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day; write one such as "22:00"');

const timeZone = z.string().refine(isTimeZone, 'is not a time zone; write one such as "Europe/Berlin"');

const person = z.strictObject({
  /** As the proxy that signs people in calls them, and as their rows are marked. */
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, "is not a name in lower-case letters, digits, dots and dashes")
    .refine((name) => name !== HOUSE, `is taken: what belongs to everybody is marked as ${HOUSE}'s`),
  /** As the page greets them. */
  called: z.string().min(1).max(60),
  /** While it lasts, nobody is reminded; what was due comes when it is over. */
  quiet: z.strictObject({ from: clock, to: clock }).optional(),
  /** Raised, it makes the person's link and everything that was entered by it worthless. */
  link: z.int().min(1).default(1),
});

const schema = z.strictObject({
  timeZone,
  people: z.array(person).min(1, "are nobody; write at least one person"),
});

export type Person = z.output<typeof person>;
export type Household = z.output<typeof schema>;

export function readHousehold(file: string): Household {
  return householdOf(textOf(file), file);
}

export function householdOf(text: string, file: string): Household {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SettingsProblem([`${file} is not JSON: ${(error as Error).message}.`]);
  }
  const { data, error } = schema.safeParse(value);
  if (!data)
    throw new SettingsProblem(
      error.issues.map(({ path, message }) => `${file}: ${path.join(".") || "all of it"} ${message}.`),
    );
  const names = data.people.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new SettingsProblem([`${file}: two people are named ${twice}. Give one another name.`]);
  return data;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    throw new SettingsProblem([
      `FAMILY_HOUSEHOLD_FILE names ${file}, which cannot be read (${code}). Mend the path or its rights.`,
    ]);
  }
}

function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
