import * as z from "zod";
import type { Route } from "../http/route.ts";
import {
  changeConversation,
  createConversation,
  getConversation,
  listConversations,
  listMessages,
  unknownConversation,
} from "./conversations.ts";
import { deleteConversation } from "./deletion.ts";
import { type Ground, ownRoute, whose } from "./own-route.ts";
import { changesShape, conversationShape, deletedShape, limit, listShape, messageShape } from "./shapes.ts";

const one = "/v1/conversations/{conversation}";

export function conversationRoutes(ground: Ground): Route[] {
  const { database } = ground;
  return [
    ownRoute(ground, {
      method: "GET",
      path: "/v1/conversations",
      summary: "List conversations, the latest first",
      query: whose.extend({ limit, after: z.string().optional() }),
      answer: listShape(conversationShape),
      handle: (person, { query }) => listConversations(database, person, query),
    }),
    ownRoute(ground, {
      method: "POST",
      path: "/v1/conversations",
      summary: "Begin a conversation",
      query: whose,
      body: changesShape,
      answer: conversationShape,
      handle: (person, { body }) => createConversation(database, person, body),
    }),
    ownRoute(ground, {
      method: "GET",
      path: one,
      summary: "Show a conversation",
      query: whose,
      answer: conversationShape,
      handle: (person, { params }) => getConversation(database, person, params.conversation ?? ""),
    }),
    ownRoute(ground, {
      method: "POST",
      path: one,
      summary: "Rename or pin a conversation",
      query: whose,
      body: changesShape,
      answer: conversationShape,
      handle: (person, { params, body }) =>
        changeConversation(database, person, params.conversation ?? "", body),
    }),
    ownRoute(ground, {
      method: "DELETE",
      path: one,
      summary: "Delete a conversation with all that was made of it",
      query: whose,
      answer: deletedShape,
      async handle(person, { params: { conversation: id = "" } }) {
        if (!(await deleteConversation(database, person, id))) throw unknownConversation(id);
        return { id, object: "conversation.deleted", deleted: true };
      },
    }),
    ownRoute(ground, {
      method: "GET",
      path: `${one}/messages`,
      summary: "List the messages of a conversation, in their order",
      query: whose.extend({ limit, after: z.coerce.number().pipe(z.int().nonnegative()).optional() }),
      answer: listShape(messageShape),
      handle: (person, { params, query }) => listMessages(database, person, params.conversation ?? "", query),
    }),
  ];
}
