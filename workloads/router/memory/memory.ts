import type { Log } from "../../kit/index.ts";
import type { Models } from "../api/models.ts";
import type { Database } from "../database/index.ts";
import { reasonOf } from "../database/index.ts";
import type { JsonObject } from "../http/json.ts";
import type { Route } from "../http/route.ts";
import type { Caller } from "../keys/caller.ts";
import { append } from "./append.ts";
import { forgetDeletions } from "./deletion.ts";
import { PreferenceStore } from "./preferences.ts";
import { type Recollect, type Recollection, turnOf, withHistory } from "./recall.ts";
import { expandResponse, isResponseLocal } from "./responses.ts";
import { deleteExpired } from "./retention.ts";
import { memoryRoutes } from "./routes.ts";
import { Search } from "./search.ts";
import { defaultMemory, type MemorySettings } from "./settings.ts";
import { orFault } from "./store.ts";
import { Summaries } from "./summaries.ts";
import { type FinishedTurn, type KeptTurn, keepTurn } from "./turn.ts";
import { Vectors } from "./vectors.ts";
import { renewWords } from "./words.ts";
import { Writer } from "./writer.ts";

export interface MemoryArgs {
  /** Of this router alone: what is to be remembered waits there for the database. */
  folder: string;
  database: Database;
  models: Models;
  settings?: Partial<MemorySettings> | undefined;
  log: Log;
}

const hour = 3_600_000;

/** Conversations, kept for the person that they belong to. */
export class Memory {
  /** To look at them, search, take them away and delete them. */
  readonly routes: readonly Route[];
  readonly #database: Database;
  readonly #settings: MemorySettings;
  readonly #log: Log;
  readonly #writer: Writer;
  readonly #preferences: PreferenceStore;
  readonly #vectors: Vectors;
  readonly #summaries: Summaries;
  readonly #closing = new AbortController();
  readonly #hourly: NodeJS.Timeout;

  constructor({ folder, database, models, settings, log }: MemoryArgs) {
    this.#database = database;
    this.#settings = { ...defaultMemory, ...settings };
    this.#log = log;
    const { embeddingModel, searchLanguage } = this.#settings;
    this.#writer = new Writer({ folder, database, write: (turn) => this.#write(turn), log });
    this.#preferences = new PreferenceStore(database, log);
    this.#vectors = new Vectors(database.sql, models, embeddingModel, log);
    this.#summaries = new Summaries(database.sql, models, this.#settings, log);
    const search = new Search(database.sql, this.#vectors, searchLanguage, log);
    this.routes = memoryRoutes({
      database: database.sql,
      search,
      preferences: this.#preferences,
      writer: this.#writer,
      log,
    });
    this.#hourly = setInterval(() => void this.keepHouse(), hour).unref();
    void database.ready.then(() => this.keepHouse());
  }

  /** Whether all that a person asks is remembered, also where the request says nothing of it. */
  remembersAlways(person: string): boolean {
    return this.#preferences.isAlways(person);
  }

  /** The request with its history, and what will be remembered of it. Asks the database only if the request wants it. */
  async recall(body: JsonObject, ask: Recollect): Promise<Recollection> {
    const { conversation, previous, store } = ask.ask;
    const { person } = ask.caller;
    const wanted = conversation !== undefined || previous !== undefined || store;
    if (!wanted && !this.#preferences.isAlways(person)) return { body, local: ask.local ?? false };
    const turn = turnOf(body, ask, this.#settings);
    if (conversation === undefined && previous === undefined) return { body, local: turn.local, turn };
    await this.#writer.settled(person, ask.signal);
    const { sql } = this.#database;
    if (conversation !== undefined) {
      return orFault(() => withHistory(sql, body, turn, conversation), this.#log);
    }
    const local = await orFault(() => isResponseLocal(sql, person, previous ?? ""), this.#log);
    return { body, local: turn.local || local, turn };
  }

  /** Returns at once, and nothing is lost from then on; it is written when the database takes it. */
  remember(finished: FinishedTurn): void {
    this.#writer.add(keepTurn(finished, this.#settings.maxMessageBytes));
  }

  /** The input items that `previous_response_id` stands for. */
  async expand(previous: string, caller: Caller, signal: AbortSignal): Promise<JsonObject[]> {
    await this.#writer.settled(caller.person, signal);
    return orFault(() => expandResponse(this.#database.sql, caller.person, previous), this.#log);
  }

  /** Runs by itself each hour. */
  async keepHouse(): Promise<void> {
    try {
      const expired = await deleteExpired(this.#database.sql, this.#settings.keepDays);
      if (expired > 0) this.#log.info({ conversations: expired }, "conversations have reached their age");
      await forgetDeletions(this.#database.sql);
      await renewWords(this.#database.sql, this.#settings.searchLanguage, this.#closing.signal);
    } catch (error) {
      this.#log.warn({ reason: reasonOf(error) }, "the memory was not tidied");
    }
    this.#vectors.renew();
  }

  /** Writes what still waits, as far as the database takes it, and stops what goes on in the background. */
  async close(): Promise<void> {
    clearInterval(this.#hourly);
    this.#closing.abort();
    this.#preferences.close();
    await this.#writer.close();
    await Promise.all([this.#summaries.close(), this.#vectors.close()]);
  }

  async #write(kept: KeptTurn): Promise<void> {
    const grown = await append(this.#database.sql, kept, this.#settings);
    if (!grown) return;
    this.#summaries.grown(grown, kept.turn);
    this.#vectors.wake();
  }
}
