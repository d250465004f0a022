import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as z from "zod";
import { type Route, route, sent } from "../http/route.ts";
import { listPeople } from "./conversations.ts";
import { deletePerson } from "./deletion.ts";
import { exportPerson } from "./export.ts";
import { type Ground, ownRoute, whose } from "./own-route.ts";
import { personShape, preferencesShape, searchShape } from "./shapes.ts";
import { orFault } from "./store.ts";

export function personRoutes(ground: Ground): Route[] {
  const { database, search, preferences, log } = ground;
  return [
    ownRoute(ground, {
      method: "GET",
      path: "/v1/memory/search",
      summary: "Search conversations by words and by meaning",
      query: whose.extend({
        q: z.string().min(1).max(1_000),
        conversation: z.string().optional(),
        limit: z.coerce.number().pipe(z.int().min(1).max(50)).default(10),
      }),
      answer: searchShape,
      handle: (person, { caller, signal, query: { q, conversation, limit } }) =>
        search.find({ person, caller, signal, text: q, conversation, limit }),
    }),
    ownRoute(ground, {
      method: "GET",
      path: "/v1/memory/export",
      summary: "Take everything away, as lines of JSON",
      query: whose,
      answer: "stream",
      async handle(person, { response, headers, signal }) {
        response.writeHead(200, [
          ...headers,
          "content-type",
          "application/jsonl",
          "content-disposition",
          'attachment; filename="conversations.jsonl"',
          "cache-control",
          "no-store",
        ]);
        // A file that breaks off must not look whole: the server cuts the connection when this throws.
        await pipeline(Readable.from(exportPerson(database, person)), response, { signal });
        return sent;
      },
    }),
    ownRoute(ground, {
      method: "DELETE",
      path: "/v1/memory",
      summary: "Delete everything",
      query: whose,
      answer: z.object({ conversations: z.int() }),
      async handle(person) {
        const deleted = await deletePerson(database, person);
        await preferences.changed();
        return { conversations: deleted };
      },
    }),
    ownRoute(ground, {
      method: "GET",
      path: "/v1/memory/preferences",
      summary: "Show what is kept, and for how long",
      query: whose,
      answer: preferencesShape,
      handle: (person) => preferences.get(person),
    }),
    ownRoute(ground, {
      method: "PUT",
      path: "/v1/memory/preferences",
      summary: "Say what is kept, and for how long",
      query: whose,
      body: preferencesShape,
      answer: preferencesShape,
      handle: (person, { body }) => preferences.set(person, body),
    }),
    route({
      method: "GET",
      path: "/admin/memory/people",
      access: "admin",
      group: "Memory",
      summary: "List the people of whom conversations are kept",
      answer: z.object({ data: z.array(personShape) }),
      handle: () => orFault(async () => ({ data: await listPeople(database) }), log),
    }),
  ];
}
