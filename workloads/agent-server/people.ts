import { readFileSync } from "node:fs";
import * as z from "zod";
import { SettingsProblem } from "../kit/index.ts";

const person = z.strictObject({
  name: z.string().regex(/^[\w.@-]{1,100}$/, "is no name: write letters, digits, and . @ - _"),
  key: z
    .string()
    .min(16, "is shorter than 16 characters; make one with: openssl rand -hex 24")
    .regex(/^[\x21-\x7e]+$/, "holds a character that no header can carry"),
  /** Names of the router's tools, patterns with `*`: no run of this person ever gets another. */
  tools: z.array(z.string().regex(/^[\w*-]{1,100}$/, "is no name of a tool")).default(["*"]),
  /** Runs that are worked on at once; more wait. */
  runsAtOnce: z.int().min(1).default(2),
  /** Runs that have not come to their end. */
  runsOpen: z.int().min(1).default(50),
  /** Of models, from midnight to midnight (UTC). */
  tokensPerDay: z.int().min(1).default(2_000_000),
});

const file = z.strictObject({ people: z.array(person).min(1) });

export type Person = z.output<typeof person>;

/** By their names. Throws a SettingsProblem, which never shows a key. */
export function readPeople(path: string): ReadonlyMap<string, Person> {
  const problem = (what: string) => new SettingsProblem([`AGENT_PEOPLE_FILE names ${path}, ${what}`]);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    throw problem(`which cannot be read (${code}). Mend the path or its rights.`);
  }
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw problem('which is not JSON. Write {"people": [{"name": "ada", "key": "..."}]}.');
  }
  const result = file.safeParse(read);
  if (!result.success) {
    const said = result.error.issues.map(
      ({ path, message }) => `${path.join(".") || "all of it"} ${message}`,
    );
    throw problem(`in which ${said.join("; ")}.`);
  }
  const { people } = result.data;
  for (const what of ["name", "key"] as const) {
    if (new Set(people.map((each) => each[what])).size < people.length)
      throw problem(`in which two people have the same ${what}. Give each one of their own.`);
  }
  return new Map(people.map((each) => [each.name, each]));
}
