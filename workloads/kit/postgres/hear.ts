import { once } from "node:events";
import pg from "pg";
import type { Log } from "../index.ts";
import { untilDone } from "./until-done.ts";

export interface Hearing {
  url: string;
  /** Of the program, as the server lists it among its connections. */
  name: string;
  channel: string;
  heard(payload: string): void;
  /** Called whenever it hears again: what was said until then, it has missed. */
  regained(): void;
}

/** Hears what is told on a channel, over a connection of its own that is found again when lost, until the signal ends. */
export async function hear(hearing: Hearing, log: Log, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await untilDone("listen to the database", () => hearOnce(hearing, signal), log, signal);
  }
}

/** Returns when a connection that had worked is lost; throws when there was none. */
async function hearOnce(
  { url, name, channel, heard, regained }: Hearing,
  signal: AbortSignal,
): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `${name} (listens)`,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 5_000,
  });
  const lost = once(client, "end", { signal }).catch(() => {});
  // Followed by "end"; unheard, it would end the process.
  client.on("error", () => {});
  client.on("notification", ({ payload }) => heard(payload ?? ""));
  try {
    await client.connect();
    await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    regained();
    await lost;
  } finally {
    await client.end().catch(() => {});
  }
}
