import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { Log } from "../../kit/index.ts";
import { reasonOf } from "../database/index.ts";
import type { Caller } from "../keys/caller.ts";
import { seconds } from "./conversations.ts";
import { excerpt } from "./excerpt.ts";
import { searchable } from "./fold.ts";
import { fuse } from "./fuse.ts";
import { textOf } from "./message.ts";
import type { Found, SearchAnswer } from "./shapes.ts";
import { conversations, messages, messageVectors } from "./table.ts";
import type { Vectors } from "./vectors.ts";

// How far down each ranking is looked at before they are joined.
const depth = 100;

export interface SearchAsk {
  /** Whose conversations, and who asks: an admin may ask for another. */
  person: string;
  caller: Caller;
  text: string;
  conversation?: string | undefined;
  limit: number;
  signal: AbortSignal;
}

/** Searches one person's messages, by words and by meaning. */
export class Search {
  readonly #database: NodePgDatabase;
  readonly #vectors: Vectors;
  readonly #language: string;
  readonly #log: Log;

  constructor(database: NodePgDatabase, vectors: Vectors, language: string, log: Log) {
    this.#database = database;
    this.#vectors = vectors;
    this.#language = language;
    this.#log = log;
  }

  async find(ask: SearchAsk): Promise<SearchAnswer> {
    const [words, meaning] = await Promise.all([this.#byWords(ask), this.#byMeaning(ask)]);
    const rankings = typeof meaning === "string" ? [words] : [words, meaning];
    const data = await this.#describe(ask, fuse(rankings).slice(0, ask.limit));
    return typeof meaning === "string"
      ? { by: "words", note: `Searched by words alone: ${meaning}.`, data }
      : { by: "words and meaning", data };
  }

  /** Messages that hold all words first, then those that hold some: few people remember each word. */
  async #byWords(ask: SearchAsk): Promise<number[]> {
    const all = sql`websearch_to_tsquery(${this.#language}::regconfig, ${searchable(ask.text)})`;
    // What excludes a word keeps its meaning only as it is: all but that word would be nearly everything.
    const some = sql`case when ${all}::text like '%!%' then ${all}
      else replace(${all}::text, ' & ', ' | ')::tsquery end`;
    const rows = await this.#database
      .select({ key: messages.key })
      .from(messages)
      .innerJoin(conversations, eq(conversations.key, messages.conversation))
      .where(and(this.#mayBeFound(ask), sql`${messages.words} @@ ${some}`))
      .orderBy(
        desc(sql`${messages.words} @@ ${all}`),
        desc(sql`ts_rank(${messages.words}, ${some}, 1)`),
        desc(messages.key),
      )
      .limit(depth);
    return rows.map(({ key }) => key);
  }

  /** The nearest in meaning, or why nobody can tell. */
  async #byMeaning(ask: SearchAsk): Promise<number[] | string> {
    const missing = await this.#vectors.missing();
    if (missing) return missing;
    const vector = await this.#vectors.of(ask.text, ask.caller, ask.signal).catch((error) => {
      ask.signal.throwIfAborted();
      this.#log.warn({ reason: reasonOf(error) }, "a search got no vector");
      return undefined;
    });
    if (!vector) return "the embedding model does not answer";
    const distance = sql`${messageVectors.vector}::vector <=> ${JSON.stringify(vector)}::vector`;
    const rows = await this.#database
      .select({ key: messages.key })
      .from(messageVectors)
      .innerJoin(messages, eq(messages.key, messageVectors.message))
      .innerJoin(conversations, eq(conversations.key, messages.conversation))
      .where(
        and(
          this.#mayBeFound(ask),
          eq(messageVectors.model, this.#vectors.model ?? ""),
          eq(messageVectors.dimensions, vector.length),
        ),
      )
      .orderBy(distance)
      .limit(depth);
    return rows.map(({ key }) => key);
  }

  async #describe(ask: SearchAsk, ranked: { item: number; score: number }[]): Promise<Found[]> {
    const keys = ranked.map(({ item }) => item);
    const rows = await this.#database
      .select({
        key: messages.key,
        position: messages.position,
        message: messages.message,
        at: messages.at,
        conversation: conversations.id,
        title: conversations.title,
      })
      .from(messages)
      .innerJoin(conversations, eq(conversations.key, messages.conversation))
      .where(and(this.#mayBeFound(ask), inArray(messages.key, keys)));
    const byKey = new Map(rows.map((row) => [row.key, row]));
    return ranked.flatMap(({ item, score }) => {
      const row = byKey.get(item);
      if (!row) return [];
      const { conversation, title, position, message, at } = row;
      const part = excerpt(textOf(message), ask.text);
      return [
        { conversation, title, position, role: String(message.role), at: seconds(at), excerpt: part, score },
      ];
    });
  }

  #mayBeFound({ person, conversation }: SearchAsk) {
    const named = conversation === undefined ? undefined : eq(conversations.id, conversation);
    return and(eq(conversations.person, person), named);
  }
}
