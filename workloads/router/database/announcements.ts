import { EventEmitter } from "node:events";
import type pg from "pg";
import type { Log } from "../../kit/index.ts";
import { hear, reasonOf } from "../../kit/postgres/index.ts";

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

/** Hears what all routers announce, until the signal ends. */
export function hearAll(
  url: string,
  announcements: Announcements,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const heard = (payload: string) => {
    try {
      announcements.tell(JSON.parse(payload) as Announcement);
    } catch (error) {
      // Anybody who may enter the database can say anything here; thrown on, it would end the process.
      log.warn({ reason: reasonOf(error) }, "an announcement makes no sense");
    }
  };
  const regained = () => announcements.regain();
  return hear({ url, name: "router", channel: wire, heard, regained }, log, signal);
}
