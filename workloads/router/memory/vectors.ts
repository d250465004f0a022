import { and, asc, eq, gt, isNull, ne, or, sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { Log } from "../../kit/index.ts";
import type { Models } from "../api/models.ts";
import { reasonOf } from "../database/index.ts";
import { Fault } from "../http/fault.ts";
import type { JsonObject } from "../http/json.ts";
import type { Caller } from "../keys/caller.ts";
import { textOf } from "./message.ts";
import { messages, messageVectors } from "./table.ts";

const atOnce = 32;
// Most embedding models take no more than 512 tokens, and refuse instead of cutting by themselves.
const longestText = 1_500;

/** The router itself: making vectors is housekeeping, and is counted as such. */
const housekeeper: Caller = {
  keyId: "memory",
  name: "memory",
  person: "memory",
  admin: false,
  models: ["*"],
  tools: [],
  limits: {},
};

/**
 * Gives every message that people search a vector of the one model that is set, old messages included. The vectors are
 * made in the house or not at all: some messages may not leave it.
 */
export class Vectors {
  readonly model: string | undefined;
  readonly #database: NodePgDatabase;
  readonly #models: Models;
  readonly #log: Log;
  readonly #closing = new AbortController();
  #usable: Promise<string | undefined> | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  /** The last message that was looked at: to look at all for each new one would take longer with every year. */
  #seen = 0;

  constructor(database: NodePgDatabase, models: Models, model: string | undefined, log: Log) {
    this.#database = database;
    this.#models = models;
    this.model = model;
    this.#log = log;
  }

  /** Why there can be no vectors, or nothing when there can. */
  async missing(): Promise<string | undefined> {
    if (!this.model) return "no embedding model is set";
    this.#usable ??= this.#prepare();
    try {
      return await this.#usable;
    } catch (error) {
      // The database was away, which says nothing about what it can do.
      this.#usable = undefined;
      throw error;
    }
  }

  /** Looks at all messages once more: after a start, a failure, or when another router died over its own. */
  renew(): void {
    this.#seen = 0;
    this.wake();
  }

  /** Looks for new messages without a vector; a call while it looks makes it look once more. */
  wake(): void {
    if (!this.model || this.#closing.signal.aborted) return;
    this.#again = true;
    this.#running ??= this.#run(this.model);
  }

  async of(text: string, caller: Caller, signal: AbortSignal): Promise<number[] | undefined> {
    if (!this.model) return undefined;
    const [vector] = await this.#models.embed([text.slice(0, longestText)], {
      caller,
      signal,
      model: this.model,
      local: true,
    });
    return vector;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #prepare(): Promise<string | undefined> {
    const there = await this.#database.execute(sql`select 1 from pg_extension where extname = 'vector'`);
    if (there.rows.length > 0) return undefined;
    const offered = await this.#database.execute(
      sql`select 1 from pg_available_extensions where name = 'vector'`,
    );
    const reason =
      offered.rows.length > 0
        ? await this.#create()
        : "this PostgreSQL has no pgvector; install it (Debian: postgresql-<version>-pgvector) and restart the router";
    if (reason) this.#log.warn({ reason }, "conversations are searched by words alone");
    return reason;
  }

  async #create(): Promise<string | undefined> {
    try {
      await this.#database.execute(sql`create extension if not exists vector`);
      return undefined;
    } catch (error) {
      return `the router may not create the extension: ${reasonOf(error)}; run "create extension vector" as its owner`;
    }
  }

  async #run(model: string): Promise<void> {
    try {
      while (this.#again && !this.#closing.signal.aborted) {
        this.#again = false;
        if (await this.missing()) break;
        while (!this.#closing.signal.aborted && (await this.#fill(model)));
      }
    } catch (error) {
      this.#log.warn({ reason: reasonOf(error) }, "messages got no vectors yet");
    }
    this.#running = undefined;
  }

  /** Whether there may be more. */
  async #fill(model: string): Promise<boolean> {
    const rows = await this.#database
      .select({ key: messages.key, message: messages.message })
      .from(messages)
      .leftJoin(messageVectors, eq(messageVectors.message, messages.key))
      .where(
        and(
          gt(messages.key, this.#seen),
          or(isNull(messageVectors.message), ne(messageVectors.model, model)),
          gt(sql`length(${messages.words})`, 0),
        ),
      )
      .orderBy(asc(messages.key))
      .limit(atOnce);
    const last = rows.at(-1);
    if (!last) return false;
    await this.#embed(model, rows);
    this.#seen = last.key;
    return true;
  }

  async #embed(model: string, rows: { key: number; message: JsonObject }[]): Promise<void> {
    const { signal } = this.#closing;
    const texts = rows.map(({ message }) => textOf(message).slice(0, longestText));
    try {
      const made = await this.#models.embed(texts, { caller: housekeeper, signal, model, local: true });
      await this.#write(
        rows.flatMap(({ key }, index) => {
          const vector = made[index];
          return vector ? [{ message: key, model, dimensions: vector.length, vector }] : [];
        }),
      );
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // One message that a model cannot take must not keep all others from their vectors.
      if (rows.length > 1) for (const row of rows) await this.#embed(model, [row]);
    }
  }

  async #write(vectors: (typeof messageVectors.$inferInsert)[]): Promise<void> {
    for (const { message, model, dimensions, vector } of vectors) {
      // From what is there now: a message that was deleted while its vector was made gets none.
      await this.#database.execute(sql`
        insert into ${messageVectors} (message, model, dimensions, vector)
        select ${messages.key}, ${model}, ${dimensions}::int,
          ${sql.param(vector, messageVectors.vector)}::real[]
        from ${messages} where ${messages.key} = ${message} for key share
        on conflict (message) do update set
          model = excluded.model, dimensions = excluded.dimensions, vector = excluded.vector`);
    }
    const [newest] = vectors;
    if (!newest) return;
    // Another model has taken the old one's name.
    await this.#database
      .delete(messageVectors)
      .where(and(eq(messageVectors.model, newest.model), ne(messageVectors.dimensions, newest.dimensions)));
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Fault && ["invalid_request", "too_large"].includes(error.details.kind);
}
