import * as z from "zod";
import * as keeping from "../keeping/index.ts";
import type { Papers } from "../papers/index.ts";
import { HOUSE } from "../people/index.ts";
import type { Store } from "../store/index.ts";
import { dayAndClock, dayOf, everyOf } from "../time/index.ts";
import type { Moment } from "./changes.ts";

/** Something that a model may know of the person who asks. It names nobody: whose it is was decided at the door. */
export interface LookUp<Schema extends z.ZodType = z.ZodType> {
  about: string;
  schema: Schema;
  find(args: z.output<Schema>, moment: Moment): Promise<string>;
}

const DAY_MS = 86_400_000;
const nothing = z.object({});

const define = <Schema extends z.ZodType>(lookUp: LookUp<Schema>) => lookUp as unknown as LookUp;

export function lookUps(store: Store, papers: Papers): Readonly<Record<string, LookUp>> {
  return {
    shopping_list: define({
      about: "What is on the shopping list of the house.",
      schema: nothing,
      find: async (_, { person }) => {
        const items = await store.as(person.name, keeping.shoppingList);
        return lines(items.map(({ what, done }) => (done ? `${what} (bought)` : what)));
      },
    }),
    calendar: define({
      about: "What is in the calendar of the person and of the house within some days from today.",
      schema: z.object({ days: z.int().min(1).max(366).default(14) }),
      find: async ({ days }, { person, zone, now }) => {
        const end = new Date(now.getTime() + days * DAY_MS);
        const begin = new Date(now.getTime() - DAY_MS);
        const occasions = await store.as(person.name, (query) => keeping.calendar(query, zone, begin, end));
        return lines(
          occasions.map(({ what, at, minutes, owner }) => {
            const when = minutes === null ? dayOf(at, zone) : dayAndClock(at, zone);
            return `${when}: ${what}${owner === HOUSE ? " (everybody)" : ""}`;
          }),
        );
      },
    }),
    reminders: define({
      about: "Of what the person will be reminded, and when.",
      schema: nothing,
      find: async (_, { person, zone }) => {
        const all = await store.as(person.name, keeping.reminders);
        return lines(
          all.map(
            (each) =>
              `${each.nextAt ? dayAndClock(each.nextAt, zone) : "never"}, ${everyOf(each)}: ${each.what}`,
          ),
        );
      },
    }),
    search_papers: define({
      about: "Passages from papers that the person or the house has handed in, by what they are about.",
      schema: z.object({ words: z.string().min(1).max(500) }),
      find: async ({ words }, { person }) => {
        const found = await papers.search(person.name, words);
        return lines(found.map(({ paper, text }) => `From "${paper}":\n${text}\n`));
      },
    }),
  };
}

function lines(all: readonly string[]): string {
  return all.length > 0 ? all.join("\n") : "Nothing.";
}
