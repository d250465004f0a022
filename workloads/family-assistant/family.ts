import { Counter, type Registry } from "prom-client";
import type { Log } from "../kit/index.ts";
import { type Serving, serve } from "../kit/web/index.ts";
import { Errands } from "./errands.ts";
import { addPages, refusalPage } from "./page/index.ts";
import { Papers, Qdrant } from "./papers/index.ts";
import { Entrance, readHousehold, Seal } from "./people/index.ts";
import type { Settings } from "./settings.ts";
import { Store } from "./store/index.ts";
import { Router, Talk } from "./talk/index.ts";

/** A picture of a phone, and a little more. */
const LARGEST_BODY = 12 * 1024 * 1024;
const ROUND_MS = 15_000;

/** What time it is, and milliseconds between two rounds of errands. */
export interface Pace {
  now(): Date;
  every: number;
}

/** Begins to answer, and to do its errands. */
export async function start(
  settings: Settings,
  log: Log,
  registry: Registry,
  { now, every }: Pace = { now: () => new Date(), every: ROUND_MS },
): Promise<Serving> {
  const household = readHousehold(settings.FAMILY_HOUSEHOLD_FILE);
  const seal = new Seal(settings.FAMILY_SECRET, household);
  const store = new Store(settings.DATABASE_URL, log);
  const router = routerOf(settings);
  const { QDRANT_URL: at, QDRANT_API_KEY: key } = settings;
  const papers = new Papers({
    store,
    router,
    qdrant: at === undefined ? undefined : new Qdrant(at, key),
    model: settings.FAMILY_EMBEDDINGS_MODEL,
    log,
  });
  const talk = new Talk({ store, router, papers, log });
  const errands = new Errands({
    household,
    store,
    talk,
    papers,
    log,
    every,
    now,
    ...counters(registry),
  });
  const url = settings.FAMILY_URL;
  const entrance = new Entrance({
    household,
    seal,
    proxies: settings.FAMILY_TRUSTED_PROXIES,
    isSecure: url?.startsWith("https:") ?? false,
  });
  const serving = await serve({
    settings,
    log,
    registry,
    largestBody: LARGEST_BODY,
    notReady: () => store.waitsFor,
    refusalPage,
    routes: (app) => addPages(app, { household, seal, entrance, store, router, papers, errands, url, now }),
  });
  errands.begin();
  return {
    ...serving,
    close: async () => {
      await serving.close();
      await errands.close();
      await store.close();
    },
  };
}

function counters(registry: Registry) {
  const registers = [registry];
  return {
    answered: new Counter({
      name: "family_questions_total",
      help: "What people have said, by whether it was answered.",
      labelNames: ["outcome"] as const,
      registers,
    }),
    told: new Counter({ name: "family_reminders_total", help: "Of what people were reminded.", registers }),
  };
}

function routerOf(settings: Settings): Router {
  return new Router({
    url: settings.FAMILY_ROUTER_URL,
    key: settings.FAMILY_ROUTER_KEY,
    voice: settings.FAMILY_VOICE,
    models: {
      talk: settings.FAMILY_MODEL,
      vision: settings.FAMILY_VISION_MODEL,
      embeddings: settings.FAMILY_EMBEDDINGS_MODEL,
      hearing: settings.FAMILY_HEARING_MODEL,
      speech: settings.FAMILY_SPEECH_MODEL,
    },
  });
}
