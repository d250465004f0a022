import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Registry } from "prom-client";
import { expect, onTestFinished } from "vitest";
import { type Log, makeLog } from "../../kit/index.ts";
import { start } from "../bot.ts";
import { readSettings } from "../settings.ts";
import { FakeDiscord, TOKEN } from "./discord.ts";
import { ARR_KEY, FakeArr, FakeSeerr, SEERR_KEY } from "./house.ts";

export const WEBHOOK_KEY = "what-sonarr-and-radarr-show";

export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "arr-bot-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** The whole program, between servers that are strict about what it asks of them. */
export async function lab(more: Record<string, string> = {}, log: Log = makeLog("silent")) {
  const [discord, seerr, sonarr, radarr] = await Promise.all([
    FakeDiscord.start(),
    FakeSeerr.start(),
    FakeArr.start(),
    FakeArr.start(),
  ]);
  const data = folder();
  const settings = {
    PORT: "0",
    ARR_BOT_DISCORD_PORT: "0",
    ARR_BOT_DATA_DIR: data,
    ARR_BOT_WEBHOOK_KEY: WEBHOOK_KEY,
    ARR_BOT_WISHES_PER_WEEK: "2",
    DISCORD_TOKEN: TOKEN,
    DISCORD_API_URL: discord.url,
    SEERR_URL: seerr.url,
    SEERR_KEY,
    SONARR_URL: sonarr.url,
    SONARR_KEY: ARR_KEY,
    RADARR_URL: radarr.url,
    RADARR_KEY: ARR_KEY,
    DRAIN_SECONDS: "2",
    ...more,
  };
  const begin = async (other: Record<string, string> = {}) => {
    const { read } = readSettings({ ...settings, ...other });
    const bot = await start(read, log, new Registry(), { gatherMs: 1_000, pauseMs: 50 });
    onTestFinished(() => bot.close());
    return bot;
  };
  const strict = () => [discord, seerr, sonarr, radarr].flatMap(({ wrongs }) => wrongs);
  return { discord, seerr, sonarr, radarr, data, begin, strict };
}

/** Once the bot and Discord have met. */
export async function met(url: string): Promise<void> {
  await until(async () => (await figures(url)).includes("arr_bot_met_discord 1"));
}

export async function figures(url: string): Promise<string> {
  return (await fetch(`${url}/metrics`)).text();
}

export async function told(
  url: string,
  from: string,
  body: unknown,
  authorization = `Bearer ${WEBHOOK_KEY}`,
) {
  const response = await fetch(`${url}/webhooks/${from}`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "content-type": "application/json", authorization },
  });
  return {
    status: response.status,
    body: (await response.json()) as { outcome?: string; error?: { message: string } },
  };
}

export async function until(is: () => boolean | Promise<boolean>, seconds = 15): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  while (!(await is())) {
    if (performance.now() > end) expect.fail("it has not come about");
    await sleep(20);
  }
}
