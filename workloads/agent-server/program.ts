import type { Registry } from "prom-client";
import { type Log, MIB } from "../kit/index.ts";
import { reasonOf } from "../kit/postgres/index.ts";
import { type Serving, serve } from "../kit/web/index.ts";
import { addApi, Feed } from "./api/index.ts";
import { countIn } from "./figures.ts";
import { readPeople } from "./people.ts";
import { Router } from "./router/index.ts";
import type { Settings } from "./settings.ts";
import { Database, tidy } from "./store/index.ts";
import { Worker } from "./work/index.ts";

const LARGEST_BODY = 4 * MIB;
const TIDY_MS = 3_600_000;

/** Answers, and works on runs, beside as many other copies as share its database. */
export async function start(settings: Settings, log: Log, registry: Registry): Promise<Serving> {
  const people = readPeople(settings.AGENT_PEOPLE_FILE);
  const router = new Router(settings);
  const database = new Database(settings.DATABASE_URL, log);
  const feed = new Feed(database, log);
  const figures = countIn(registry, {
    database,
    running: () => worker.running,
    listeners: () => feed.listeners,
  });
  const worker = new Worker({
    database,
    router,
    log,
    personOf: (name) => people.get(name),
    parallel: settings.AGENT_PARALLEL,
    leaseSeconds: settings.AGENT_LEASE_SECONDS,
    tries: settings.AGENT_TRIES,
    ...figures,
  });
  const serving = await serve({
    settings,
    log,
    registry,
    largestBody: LARGEST_BODY,
    notReady: () => (database.isReady ? undefined : "the database does not answer yet"),
    routes: (app) => addApi(app, people, { database, router, feed, model: settings.AGENT_MODEL }),
  });
  const timer = setInterval(() => void tidyNow(database, settings.AGENT_KEEP_DAYS, log), TIDY_MS);
  return {
    ...serving,
    close: async () => {
      clearInterval(timer);
      feed.close();
      await Promise.all([worker.stop(settings.DRAIN_SECONDS), serving.close()]);
      await database.close();
    },
  };
}

async function tidyNow({ asks }: Database, keepDays: number, log: Log): Promise<void> {
  try {
    const runs = await tidy(asks, keepDays);
    if (runs > 0) log.info({ runs }, "old runs are forgotten");
  } catch (error) {
    log.warn({ reason: reasonOf(error) }, "cannot forget old runs yet");
  }
}
