import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import * as z from "zod";
import type { Log } from "../../kit/index.ts";
import { Fault } from "../http/fault.ts";
import { type Call, type Route, route } from "../http/route.ts";
import type { PreferenceStore } from "./preferences.ts";
import type { Search } from "./search.ts";
import { orFault } from "./store.ts";
import type { Writer } from "./writer.ts";

/** What the routes stand on. */
export interface Ground {
  database: NodePgDatabase;
  search: Search;
  preferences: PreferenceStore;
  writer: Writer;
  log: Log;
}

export const whose = z.strictObject({
  /** Somebody else, whom only an admin may name. */
  person: z.string().min(1).optional(),
});
type Whose = z.infer<typeof whose>;

interface OwnRoute<Body, Query extends Whose>
  extends Pick<Route<Body, Query>, "method" | "path" | "summary" | "body" | "answer"> {
  query: z.ZodType<Query>;
  /** Gets the one person whose data it may touch. */
  handle(person: string, call: Call<Body, Query>): Promise<unknown>;
}

/** A route over what belongs to a person. There is no other way from a request to a person's name. */
export function ownRoute<Query extends Whose, Body = undefined>(
  { writer, log }: Ground,
  { handle, ...described }: OwnRoute<Body, Query>,
): Route {
  return route<Body, Query>({
    ...described,
    access: "key",
    group: "Memory",
    handle: async (call) => {
      const person = ownerFor(call);
      // What was answered a moment ago is there too.
      await writer.settled(person, call.signal);
      return orFault(() => handle(person, call), log);
    },
  });
}

function ownerFor({ caller, query }: Call<unknown, Whose>): string {
  if (query.person === undefined || query.person === caller.person) return caller.person;
  if (caller.admin) return query.person;
  throw new Fault({
    status: 403,
    kind: "permission",
    code: "not_your_memory",
    param: "person",
    message:
      "A key sees the conversations of its own person only. Leave `person` out, or show the admin key.",
  });
}
