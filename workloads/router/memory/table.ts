import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  real,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import type { JsonObject } from "../http/json.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
const moment = (name: string) => timestamp(name, { withTimezone: true });

/** The only table that says whose a conversation is: everything else hangs on it, and goes with it. */
export const conversations = pgTable(
  "conversations",
  {
    key: bigint("key", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    person: text("person").notNull(),
    /** What the client calls it; two people may both have a `default`. */
    id: text("id").notNull(),
    title: text("title").notNull().default(""),
    pinned: boolean("pinned").notNull().default(false),
    metadata: jsonb("metadata").$type<Record<string, string>>().notNull().default({}),
    /** Once something in it had to stay in the house, all of it has to. */
    local: boolean("local").notNull().default(false),
    /** The latest instructions that a client gave, for one that does not repeat them. */
    instructions: jsonb("instructions").$type<JsonObject[]>().notNull().default([]),
    /** The position of the next message. */
    next: integer("next").notNull().default(0),
    /** The estimated tokens of all messages. */
    tokens: bigint("tokens", { mode: "number" }).notNull().default(0),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    unique("conversations_person_id").on(table.person, table.id),
    index("conversations_person_updated").on(table.person, table.updatedAt),
  ],
);

const ofConversation = () =>
  bigint("conversation", { mode: "number" })
    .notNull()
    .references(() => conversations.key, { onDelete: "cascade" });

export const messages = pgTable(
  "messages",
  {
    key: bigint("key", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    conversation: ofConversation(),
    position: integer("position").notNull(),
    /** The request that brought it: a second attempt to write the same one changes nothing. */
    turn: text("turn").notNull(),
    message: jsonb("message").$type<JsonObject>().notNull(),
    digest: text("digest").notNull(),
    /** Tokens of the conversation before this message: what fits is found without reading the rest. */
    offset: bigint("offset", { mode: "number" }).notNull(),
    tokens: integer("tokens").notNull(),
    at: moment("at").notNull(),
    /** What a search looks through: the words of people and assistants, not what tools answered. */
    words: tsvector("words").notNull(),
    /** How `words` was made: rows of another setting are made anew in the background. */
    language: text("language").notNull(),
  },
  (table) => [
    unique("messages_conversation_position").on(table.conversation, table.position),
    index("messages_turn").on(table.turn),
    index("messages_digest").on(table.digest),
    index("messages_words").using("gin", table.words),
  ],
);

export const summaries = pgTable("summaries", {
  conversation: ofConversation().primaryKey(),
  /** The last position that it stands for, and the tokens up to there. */
  upTo: integer("up_to").notNull(),
  offset: bigint("offset", { mode: "number" }).notNull(),
  text: text("text").notNull(),
  tokens: integer("tokens").notNull(),
});

/** Plain arrays, so that one set of migrations serves a database that has pgvector and one that has not. */
export const messageVectors = pgTable("message_vectors", {
  message: bigint("message", { mode: "number" })
    .primaryKey()
    .references(() => messages.key, { onDelete: "cascade" }),
  model: text("model").notNull(),
  dimensions: integer("dimensions").notNull(),
  vector: real("vector").array().notNull(),
});

export const responses = pgTable(
  "responses",
  {
    id: text("id").primaryKey(),
    conversation: ofConversation(),
    turn: text("turn").notNull(),
    previous: text("previous"),
    /** The items that this request added, and what it was answered. */
    input: jsonb("input").$type<JsonObject[]>().notNull(),
    response: jsonb("response").$type<JsonObject>().notNull(),
    at: moment("at").notNull(),
  },
  (table) => [index("responses_conversation").on(table.conversation)],
);

export const memoryPreferences = pgTable("memory_preferences", {
  person: text("person").primaryKey(),
  always: boolean("always").notNull(),
  /** Without it, the router's own setting. */
  keepDays: integer("keep_days"),
});

/**
 * That something was deleted, by a hash that names nobody: what was asked before must not be written after, by
 * whichever router it still waits in.
 */
export const memoryDeletions = pgTable("memory_deletions", {
  subject: text("subject").primaryKey(),
  at: moment("at").notNull(),
});
