import { join } from "node:path";
import { Registry } from "prom-client";
import type { Log } from "../kit/index.ts";
import { type Serving, serve } from "../kit/web/index.ts";
import { Alerts } from "./alerts.ts";
import { routes } from "./api.ts";
import { type Anomaly, Detector, type Entry } from "./detector.ts";
import { measure } from "./metrics.ts";
import type { Settings } from "./settings.ts";
import { JournalSource } from "./sources/journal.ts";
import { LokiSource } from "./sources/loki.ts";
import { State } from "./state.ts";

const REMEMBERED = 200;
const TELL_MS = 30_000;
const KEEP_MS = 60_000;
/** How much is learned between two looks at what else there is to do. */
const AT_ONCE = 1_000;

/** All parts, put together: reads, learns, tells, and keeps what it learned. */
export async function startDetector(settings: Settings, log: Log): Promise<Serving> {
  const detector = new Detector({ learnMinutes: settings.LEARN_HOURS * 60 });
  const state = new State(join(settings.DATA_DIR, "learned.json"), log);
  const learned = await state.read(detector);
  const loki =
    settings.LOKI_URL === undefined
      ? undefined
      : new LokiSource({ url: settings.LOKI_URL, query: settings.LOKI_QUERY, log }, learned?.readTo.loki);
  const journal =
    settings.JOURNAL === "no"
      ? undefined
      : new JournalSource({ directory: settings.JOURNAL_DIRECTORY, cursor: learned?.readTo.journal, log });
  const alerts = new Alerts(
    { alertmanager: settings.ALERTMANAGER_URL, ownUrl: settings.OWN_URL, log },
    learned?.alerts,
  );

  const registry = new Registry();
  const seen = measure(registry, { detector, alerts, readTo: () => loki?.readTo });
  const anomalies: Anomaly[] = [];
  const found = (some: Anomaly[]) => {
    for (const anomaly of some) {
      log.info(
        { kind: anomaly.kind, service: anomaly.service, pattern: anomaly.pattern, score: anomaly.score },
        "unusual",
      );
      seen.anomaly(anomaly.kind);
      alerts.add(anomaly, Date.now());
    }
    anomalies.push(...some);
    anomalies.splice(0, anomalies.length - REMEMBERED);
  };
  const hear = (entry: Entry) => found(detector.observe(entry, Date.now()));

  const stopping = new AbortController();
  const keep = () =>
    state.write(detector, () => ({
      readTo: { loki: loki?.readTo, journal: journal?.cursor },
      alerts: alerts.current,
    }));
  const tasks = [
    loki?.follow(async (entries, readTo) => {
      for (const [index, entry] of entries.entries()) {
        hear(entry);
        if (index % AT_ONCE === AT_ONCE - 1) await new Promise(setImmediate);
      }
      seen.lines(entries.length);
      found(detector.advance(readTo));
    }, stopping.signal),
    journal?.follow((entry) => {
      hear(entry);
      seen.lines(1);
    }, stopping.signal),
  ];
  const keepQuietly = () =>
    keep().catch((error: unknown) => log.error({ problem: String(error) }, "what was learned is not kept"));
  const clocks = [
    setInterval(() => alerts.tell(Date.now(), stopping.signal).catch(() => {}), TELL_MS),
    setInterval(keepQuietly, KEEP_MS),
  ];

  return serve({
    settings,
    log,
    registry,
    routes: (app) => routes(app, { detector, anomalies: () => anomalies, key: settings.ANOMALY_KEY, keep }),
    close: async () => {
      for (const clock of clocks) clearInterval(clock);
      stopping.abort();
      await Promise.allSettled(tasks);
      await keepQuietly();
    },
  });
}
