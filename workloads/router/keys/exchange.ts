import { randomUUID } from "node:crypto";
import type { Log } from "../../kit/index.ts";
import { type Database, reasonOf } from "../database/index.ts";
import { pause } from "../pause.ts";
import { costByKey } from "../usage/index.ts";
import type { LimitBook, Used } from "./limits.ts";
import { periods } from "./spending.ts";

const channel = "limits";
const tellEvery = 1_000;
const sumEvery = 60_000;
/** As many keys as fit into the 8,000 bytes of one announcement. */
const keysAtOnce = 50;

interface Told {
  from: string;
  used: [keyId: string, requests: number, tokens: number, cost: number][];
}

export interface ExchangeSettings {
  book: LimitBook;
  database: Database;
  /** Brings to the database what was recorded here. */
  ledger: { flush(): Promise<void> };
  log: Log;
}

/**
 * Keeps a book of limits true. Routers that share a database tell each other once a second what they let in, so a key
 * can exceed its limits by what the others let in within that second. What was spent is summed from the ledger at start
 * and each minute, which also mends what was lost or counted twice on the way.
 */
export class LimitExchange {
  readonly #settings: ExchangeSettings;
  readonly #id = randomUUID();
  readonly #closing = new AbortController();
  readonly #stopListening: () => void;

  constructor(settings: ExchangeSettings) {
    this.#settings = settings;
    const { database } = settings;
    this.#stopListening = database.listen(channel, (payload) => this.#hear(JSON.parse(payload) as Told));
    void this.#keepTelling();
    void this.#keepSumming();
  }

  /** Reads what was spent from the ledger; fails when the database is away, and then what was counted stays. */
  async sum(): Promise<void> {
    const { book, database, ledger } = this.#settings;
    await ledger.flush();
    const now = new Date();
    const month = await costByKey(database, new Date(periods.month.startOf(now)));
    const day = await costByKey(database, new Date(periods.day.startOf(now)));
    for (const keyId of new Set([...month.keys(), ...book.keyIds])) {
      book.setSpent(keyId, day.get(keyId) ?? 0, month.get(keyId) ?? 0);
    }
  }

  close(): void {
    this.#closing.abort();
    this.#stopListening();
  }

  #hear({ from, used }: Told): void {
    if (from === this.#id) return;
    for (const [keyId, requests, tokens, cost] of used) {
      this.#settings.book.add(keyId, { requests, tokens, cost });
    }
  }

  async #keepTelling(): Promise<void> {
    const { book, database } = this.#settings;
    while (!this.#closing.signal.aborted) {
      await pause(tellEvery, this.#closing.signal);
      const used = [...book.takeUntold()];
      if (!database.shared) continue;
      // Lost when the database is away: then nobody hears it either, and the sums mend it later.
      await this.#tell(used).catch(() => {});
    }
  }

  async #tell(all: [string, Used][]): Promise<void> {
    for (let at = 0; at < all.length; at += keysAtOnce) {
      const used = all.slice(at, at + keysAtOnce);
      const told: Told = {
        from: this.#id,
        used: used.map(([keyId, { requests, tokens, cost }]) => [keyId, requests, tokens, cost]),
      };
      await this.#settings.database.announce(channel, JSON.stringify(told));
    }
  }

  async #keepSumming(): Promise<void> {
    const { database, log } = this.#settings;
    await database.ready;
    while (!this.#closing.signal.aborted) {
      try {
        await this.sum();
        // What an embedded database could tell later, this router has counted itself.
        if (!database.shared) return;
      } catch (error) {
        log.debug({ reason: reasonOf(error) }, "cannot sum what was spent yet");
      }
      await pause(sumEvery, this.#closing.signal);
    }
  }
}
