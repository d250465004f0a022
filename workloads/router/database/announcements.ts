import { EventEmitter, once } from "node:events";
import pg from "pg";
import type { Log } from "../../kit/index.ts";
import { reasonOf, untilDone } from "./until-done.ts";

/** The one channel of PostgreSQL that all of ours share, so that there is one thing to listen to. */
const wire = "router";

interface Announcement {
  channel: string;
  payload: string;
}

/** Carries announcements between the parts of one router. */
export class Announcements {
  readonly #heard = new EventEmitter().setMaxListeners(0);
  readonly #regained = new Set<() => void>();

  tell({ channel, payload }: Announcement): void {
    this.#heard.emit(channel, payload);
  }

  listen(channel: string, heard: (payload: string) => void, regained?: () => void): () => void {
    this.#heard.on(channel, heard);
    if (regained) this.#regained.add(regained);
    return () => {
      this.#heard.off(channel, heard);
      if (regained) this.#regained.delete(regained);
    };
  }

  regain(): void {
    for (const regained of this.#regained) regained();
  }
}

export async function announce(pool: pg.Pool, channel: string, payload: string): Promise<void> {
  const announcement: Announcement = { channel, payload };
  await pool.query("SELECT pg_notify($1, $2)", [wire, JSON.stringify(announcement)]);
}

/** Hears what all routers announce, over a connection of its own that is found again when lost, until the signal ends. */
export async function hear(
  url: string,
  announcements: Announcements,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await untilDone("listen to the database", () => hearOnce(url, announcements, log, signal), log, signal);
  }
}

/** Returns when a connection that had worked is lost; throws when there was none. */
async function hearOnce(
  url: string,
  announcements: Announcements,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "router (listens)",
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 5_000,
  });
  const lost = once(client, "end", { signal }).catch(() => {});
  // Followed by "end"; unheard, it would end the process.
  client.on("error", () => {});
  client.on("notification", ({ payload }) => {
    try {
      announcements.tell(JSON.parse(payload ?? "") as Announcement);
    } catch (error) {
      // Anybody who may enter the database can say anything here; thrown on, it would end the process.
      log.warn({ reason: reasonOf(error) }, "an announcement makes no sense");
    }
  });
  try {
    await client.connect();
    await client.query(`LISTEN ${wire}`);
    announcements.regain();
    await lost;
  } finally {
    await client.end().catch(() => {});
  }
}
