import { join } from "node:path";
import type { Registry } from "prom-client";
import { Kept, type Log } from "../kit/index.ts";
import { type Serving, serve } from "../kit/web/index.ts";
import { Discord, type Known, meetAtLast } from "./discord/index.ts";
import { DiscordDoor } from "./door.ts";
import { countIn } from "./figures.ts";
import { People, Radarr, Seerr, Sonarr } from "./house/index.ts";
import { addWebhooks, box, Outbox, shown } from "./notices/index.ts";
import type { Settings } from "./settings.ts";
import { Allowance, Suggestions, wished } from "./wishes/index.ts";

const GATHER_MS = 20_000;
const LARGEST_INTERACTION = 256 * 1024;

export interface Started extends Serving {
  /** Where Discord comes in. */
  readonly discordUrl: string;
}

/** How long it waits before it tries again; shorter in tests. */
export interface Pauses {
  gatherMs?: number;
  pauseMs?: number;
}

/** Two doors: one for the house, which tells what has come; and one for Discord, behind which nothing else is. */
export async function start(
  settings: Settings,
  log: Log,
  registry: Registry,
  { gatherMs = GATHER_MS, pauseMs }: Pauses = {},
): Promise<Started> {
  const file = (name: string) => join(settings.ARR_BOT_DATA_DIR, name);
  const wishes = await Kept.open({
    file: file("wishes.json"),
    schema: wished,
    empty: { version: 1, people: {} },
    log,
  });
  const notices = await Kept.open({
    file: file("notices.json"),
    schema: box,
    empty: { version: 1, waiting: [], told: [] },
    log,
  });
  const outbox = new Outbox({ kept: notices, log, gatherMs, ...(pauseMs && { pauseMs }) });
  const discord = new Discord(settings.DISCORD_API_URL, settings.DISCORD_TOKEN);
  const seerr = new Seerr(settings.SEERR_URL, settings.SEERR_KEY);
  let known: Known | undefined;
  const figures = countIn(registry, outbox, () => known !== undefined);
  const door = new DiscordDoor({
    known: () => known,
    answering: {
      house: {
        seerr,
        people: new People(seerr),
        allowance: new Allowance(wishes, settings.ARR_BOT_WISHES_PER_WEEK),
      },
      sonarr: new Sonarr({ url: settings.SONARR_URL, key: settings.SONARR_KEY }),
      radarr: new Radarr({ url: settings.RADARR_URL, key: settings.RADARR_KEY }),
      discord,
      log,
      ended: figures.ended,
    },
    suggestions: new Suggestions(seerr),
    log,
  });
  const world = await serve({
    settings: { ...settings, PORT: settings.ARR_BOT_DISCORD_PORT },
    log,
    largestBody: LARGEST_INTERACTION,
    routes: (app) => door.addTo(app),
  });
  const house = await serve({
    settings,
    log,
    registry,
    routes: (app) => addWebhooks(app, { key: settings.ARR_BOT_WEBHOOK_KEY, outbox, heard: figures.heard }),
  });
  const stop = new AbortController();
  const telling = meetAtLast(discord, settings.ARR_BOT_CHANNEL, { log, signal: stop.signal, pauseMs }).then(
    async (met) => {
      if (!met) return;
      known = met;
      log.info({ channel: settings.ARR_BOT_CHANNEL }, "Discord and the bot have met");
      await outbox.run((notice) => discord.say(met.channel, shown(notice), notice.nonce), stop.signal);
    },
  );
  return {
    ...house,
    discordUrl: world.url,
    close: async () => {
      await Promise.all([world.close(), house.close()]);
      stop.abort();
      await Promise.all([patiently(door.close(), settings.DRAIN_SECONDS), telling]);
    },
  };
}

/** What has not ended by then is left. */
async function patiently(ends: Promise<void>, seconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    ends,
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, seconds * 1_000);
    }),
  ]);
  clearTimeout(timer);
}
