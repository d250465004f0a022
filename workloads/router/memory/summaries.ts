import { and, asc, count, eq, gte, inArray, lte, sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { Log } from "../../kit/index.ts";
import type { Models } from "../api/models.ts";
import { reasonOf } from "../database/index.ts";
import type { Grown } from "./append.ts";
import type { StoredMessage } from "./history.ts";
import { tokensOf } from "./message.ts";
import type { MemorySettings } from "./settings.ts";
import { askForSummary, summaryIn } from "./summarise.ts";
import { conversations, messages, summaries } from "./table.ts";
import type { Turn } from "./turn.ts";

const mostMessages = 500;

type Told = typeof summaries.$inferSelect;

/** Carries summaries on in the background, one at a time: there is one GPU, and people wait for it. */
export class Summaries {
  readonly #database: NodePgDatabase;
  readonly #models: Models;
  readonly #settings: MemorySettings;
  readonly #log: Log;
  readonly #closing = new AbortController();
  readonly #due = new Map<number, Turn>();
  #running: Promise<void> | undefined;

  constructor(database: NodePgDatabase, models: Models, settings: MemorySettings, log: Log) {
    this.#database = database;
    this.#models = models;
    this.#settings = settings;
    this.#log = log;
  }

  /** A conversation has grown: half of what its model holds is when the beginning gets its summary. */
  grown({ key, tokens }: Grown, turn: Turn): void {
    if (tokens < turn.contextTokens / 2) return;
    this.#due.set(key, turn);
    this.#running ??= this.#run();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    for (const [key, turn] of this.#due) {
      this.#due.delete(key);
      if (this.#closing.signal.aborted) break;
      try {
        while (await this.#carryOn(key, turn));
      } catch (error) {
        // The next turn tries again; until then the oldest turns go without a summary.
        this.#log.warn({ reason: reasonOf(error) }, "a conversation could not be summarised");
      }
    }
    this.#running = undefined;
  }

  /** Adds one piece to the summary. Whether there may be another one. */
  async #carryOn(key: number, turn: Turn): Promise<boolean> {
    const [before] = await this.#database.select().from(summaries).where(eq(summaries.conversation, key));
    const piece = await this.#nextPiece(key, before, turn.contextTokens);
    const last = piece.at(-1);
    if (!last) return false;
    const ask = askForSummary(this.#settings.summaryModel ?? turn.model, before?.text, piece);
    const { signal } = this.#closing;
    const [conversation] = await this.#database
      .select({ local: conversations.local })
      .from(conversations)
      .where(eq(conversations.key, key));
    const { caller } = turn;
    const local = conversation?.local ?? true;
    const text = summaryIn(await this.#models.chat(ask, { caller, signal, local }));
    if (!text) return false;
    const told = { upTo: last.position, offset: last.offset + last.tokens, text, tokens: tokensOf(text) };
    return this.#write({ conversation: key, ...told }, before, piece);
  }

  /**
   * What is not summarised yet, but for the newest quarter of what the model holds; nothing while that is less than
   * another quarter, so that a long conversation is not summarised at every turn.
   */
  async #nextPiece(key: number, before: Told | undefined, context: number): Promise<StoredMessage[]> {
    const [conversation] = await this.#database
      .select({ tokens: conversations.tokens })
      .from(conversations)
      .where(eq(conversations.key, key));
    const start = before?.offset ?? 0;
    const end = (conversation?.tokens ?? 0) - context / 4;
    if (end - start < context / 4) return [];
    const { position, offset, tokens, digest, message } = messages;
    const piece = await this.#database
      .select({ position, offset, tokens, digest, message })
      .from(messages)
      .where(
        and(
          eq(messages.conversation, key),
          gte(offset, start),
          lte(sql`${offset} + ${tokens}`, Math.floor(end)),
        ),
      )
      .orderBy(asc(position))
      .limit(mostMessages);
    // No more at once than the model can read beside the summary so far.
    const first = piece[0]?.offset ?? 0;
    return piece.filter((one) => one.offset - first < context / 2);
  }

  /** Unless meanwhile somebody has deleted what it tells of, or another router was faster. */
  async #write(told: Told, before: Told | undefined, piece: StoredMessage[]): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const key = told.conversation;
      await transaction
        .select({ key: conversations.key })
        .from(conversations)
        .where(eq(conversations.key, key))
        .for("update");
      const positions = piece.map(({ position }) => position);
      const [left] = await transaction
        .select({ count: count() })
        .from(messages)
        .where(and(eq(messages.conversation, key), inArray(messages.position, positions)));
      const [now] = await transaction.select().from(summaries).where(eq(summaries.conversation, key));
      if (left?.count !== piece.length || now?.upTo !== before?.upTo) return false;
      const { conversation: _, ...set } = told;
      await transaction
        .insert(summaries)
        .values(told)
        .onConflictDoUpdate({ target: summaries.conversation, set });
      return true;
    });
  }
}
