import type { Registry } from "prom-client";
import type { Log } from "../kit/index.ts";
import { type Serving, serve } from "../kit/web/index.ts";
import { addApi, Feed, Status } from "./api/index.ts";
import { countIn } from "./figures.ts";
import { History } from "./history/index.ts";
import { readHouse } from "./house/index.ts";
import { addPage } from "./page/index.ts";
import type { Settings } from "./settings.ts";
import { Immich } from "./upstream/index.ts";
import { watch } from "./watch/index.ts";

/** Begins to look, and answers. */
export async function start(settings: Settings, log: Log, registry: Registry): Promise<Serving> {
  const house = readHouse(settings.HOMEBRAIN_HOUSE_FILE);
  const history = await History.open(settings.HOMEBRAIN_DATA_DIR, log);
  const status = new Status(house, history);
  const feed = new Feed();
  const rounds = countIn(registry, { status, feed, history });
  const serving = await serve({
    settings,
    log,
    registry,
    notReady: () => (status.isKnown ? undefined : "not everything was looked at yet"),
    routes: (app) => {
      addApi(app, { status, feed, key: settings.HOMEBRAIN_KEY, ...sourcesOf(settings) });
      addPage(app, status);
    },
  });
  const stop = new AbortController();
  void watch(
    {
      house,
      every: settings.HOMEBRAIN_LOOK_SECONDS,
      prometheus: settings.HOMEBRAIN_PROMETHEUS_URL,
      log,
      judged: (verdict) => {
        const changes = history.note(verdict);
        status.update(verdict);
        rounds.inc();
        for (const change of changes) log.info(change, "has changed");
        if (changes.length > 0) feed.tell("house", status.text);
      },
    },
    stop.signal,
  );
  return {
    ...serving,
    close: async () => {
      stop.abort();
      feed.end();
      await serving.close();
      await history.close();
    },
  };
}

function sourcesOf(settings: Settings) {
  const at = (name: "IMMICH" | "JELLYFIN" | "SONARR" | "RADARR") => {
    const [url, key] = [settings[`HOMEBRAIN_${name}_URL`], settings[`HOMEBRAIN_${name}_KEY`]];
    return url !== undefined && key !== undefined ? { url, key } : undefined;
  };
  const immich = at("IMMICH");
  return {
    immich: immich && new Immich(immich.url, immich.key),
    libraries: { jellyfin: at("JELLYFIN"), sonarr: at("SONARR"), radarr: at("RADARR") },
    moneyFile: settings.HOMEBRAIN_MONEY_FILE,
  };
}
