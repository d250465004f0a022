import * as z from "zod";
import type { Route } from "../http/route.ts";
import { type Ground, ownRoute, whose } from "./own-route.ts";
import { deleteResponse, getResponse, listInput } from "./responses.ts";
import { deletedShape, itemShape, limit, listShape, responseShape } from "./shapes.ts";

const one = "/v1/responses/{response}";

export function responseRoutes(ground: Ground): Route[] {
  const { database } = ground;
  return [
    ownRoute(ground, {
      method: "GET",
      path: one,
      summary: "Show a stored response",
      query: whose,
      answer: responseShape,
      handle: (person, { params }) => getResponse(database, person, params.response ?? ""),
    }),
    ownRoute(ground, {
      method: "GET",
      path: `${one}/input_items`,
      summary: "List what a stored response has read, the latest first",
      query: whose.extend({
        limit,
        order: z.enum(["asc", "desc"]).default("desc"),
        after: z.string().optional(),
      }),
      answer: listShape(itemShape),
      handle: (person, { params, query }) => listInput(database, person, params.response ?? "", query),
    }),
    ownRoute(ground, {
      method: "DELETE",
      path: one,
      summary: "Delete a stored response with the messages that came with it",
      query: whose,
      answer: deletedShape,
      async handle(person, { params: { response: id = "" } }) {
        await deleteResponse(database, person, id);
        return { id, object: "response", deleted: true };
      },
    }),
  ];
}
