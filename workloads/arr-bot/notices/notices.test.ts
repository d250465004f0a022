import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { figures, lab, met, told, until, WEBHOOK_KEY } from "../testing/bot.ts";

const series = {
  id: 4,
  title: "Severance",
  titleSlug: "severance",
  path: "/tv/Severance",
  tvdbId: 371980,
  year: 2022,
};
const episode = (number: number) => ({
  id: 100 + number,
  seasonNumber: 2,
  episodeNumber: number,
  title: `Part ${number}`,
});
const arrived = (number: number, more: object = {}) => ({
  eventType: "Download",
  instanceName: "Sonarr",
  applicationUrl: "",
  series,
  episodes: [episode(number)],
  episodeFile: { id: 500 + number, relativePath: "Season 02/x.mkv", quality: "WEBDL-1080p" },
  isUpgrade: false,
  downloadId: "ABC",
  ...more,
});
const movie = {
  id: 9,
  title: "The Matrix",
  year: 1999,
  tmdbId: 603,
  imdbId: "tt0133093",
  folderPath: "/films/x",
};
const film = (eventType: string, more: object = {}) => ({
  eventType,
  instanceName: "Radarr",
  movie,
  ...more,
});
const available = {
  notification_type: "MEDIA_AVAILABLE",
  subject: "The Matrix (1999)",
  message: "A hacker learns",
  image: "",
  media: { media_type: "movie", tmdbId: "603", tvdbId: "", status: "AVAILABLE", status4k: "UNKNOWN" },
  request: { request_id: "12", requestedBy_username: "ada" },
  issue: null,
  comment: null,
  extra: [],
};

async function ready() {
  const house = await lab();
  const bot = await house.begin();
  await met(bot.url);
  const said = () =>
    house.discord.messages.map(({ embeds }) => `${embeds?.[0]?.title} | ${embeds?.[0]?.description}`);
  return { ...house, bot, said };
}

describe("what has come is told", () => {
  test("the episodes of a download in one message, each once", async () => {
    const { bot, discord, said, strict } = await ready();
    expect(await told(bot.url, "sonarr", arrived(1))).toEqual({ status: 202, body: { outcome: "waits" } });
    await told(bot.url, "sonarr", arrived(2));
    expect(await told(bot.url, "sonarr", arrived(1))).toEqual({ status: 200, body: { outcome: "known" } });
    await until(() => discord.messages.length === 1);
    expect(said()).toEqual(["Severance (2022) | S02E01 Part 1\nS02E02 Part 2"]);
    expect((await told(bot.url, "sonarr", arrived(2))).body.outcome).toBe("known");
    const better = arrived(1, { isUpgrade: true, episodeFile: { id: 900 } });
    for (const quiet of [better, { eventType: "Grab", series }, { eventType: "Rename", series }])
      expect((await told(bot.url, "sonarr", quiet)).body.outcome).toBe("nothing");
    expect(discord.messages).toHaveLength(1);
    expect(strict()).toEqual([]);
  });

  test("a film once, whoever says so; once it was deleted, it may come again", async () => {
    const { bot, discord, said, strict } = await ready();
    await told(bot.url, "radarr", film("Download", { isUpgrade: false, movieFile: { id: 1 } }));
    await until(() => discord.messages.length === 1);
    expect((await told(bot.url, "seerr", available)).body.outcome).toBe("known");
    await told(bot.url, "radarr", film("MovieFileDelete", { deleteReason: "upgrade" }));
    expect((await told(bot.url, "seerr", available)).body.outcome).toBe("known");
    await told(bot.url, "radarr", film("MovieFileDelete", { deleteReason: "manual" }));
    expect((await told(bot.url, "seerr", available)).body.outcome).toBe("waits");
    await until(() => discord.messages.length === 2);
    expect(said()).toEqual([
      "The Matrix (1999) | It is here.",
      "The Matrix (1999) | It is here. ada wished for it.",
    ]);
    expect(strict()).toEqual([]);
  });

  test("what is not well is told until it is", async () => {
    const { bot, said, discord, strict } = await ready();
    const sick = {
      eventType: "Health",
      level: "error",
      message: "No @here indexers",
      type: "IndexerCheck",
      wikiUrl: "",
    };
    expect((await told(bot.url, "radarr", { ...sick, level: "warning" })).body.outcome).toBe("nothing");
    expect((await told(bot.url, "radarr", sick)).body.outcome).toBe("waits");
    await until(() => discord.messages.length === 1);
    expect((await told(bot.url, "radarr", sick)).body.outcome).toBe("known");
    await told(bot.url, "radarr", { ...sick, eventType: "HealthRestored" });
    expect((await told(bot.url, "radarr", sick)).body.outcome).toBe("waits");
    await until(() => discord.messages.length === 2);
    expect(said()[0]).toBe("Radarr is not well | No @\u200bhere indexers");
    expect(strict()).toEqual([]);
  });

  test("a picture of the world, and none of the house", async () => {
    const { bot, discord, strict } = await ready();
    const pending = { ...available, notification_type: "MEDIA_APPROVED" };
    for (const image of [
      "https://image.tmdb.org/p.jpg",
      "http://192.168.1.1/p.jpg",
      "javascript:alert(1)",
      "x",
    ])
      await told(bot.url, "seerr", { ...pending, image, request: { request_id: String(image.length) } });
    await until(() => discord.messages.length === 4);
    const [first, ...rest] = discord.messages.map(({ embeds }) => embeds?.[0]?.thumbnail?.url);
    expect([first, rest]).toEqual(["https://image.tmdb.org/p.jpg", [undefined, undefined, undefined]]);
    expect(strict()).toEqual([]);
  });
});

describe("nothing is lost", () => {
  test("while Discord is away, has enough of us or does not know the token; nor by a restart", async () => {
    const { bot, discord, said, begin, strict } = await ready();
    discord.faults.push({ path: /messages$/, status: 429, headers: { "retry-after": "1" } });
    discord.faults.push({ path: /messages$/, status: 503 }, { path: /messages$/, status: 401 });
    const begun = performance.now();
    await told(bot.url, "radarr", film("Download"));
    await sleep(100);
    // What comes in meanwhile does not make it ask before its time.
    await told(bot.url, "sonarr", { eventType: "Test" });
    expect(discord.messages).toEqual([]);
    await until(() => discord.messages.length === 2);
    expect(performance.now() - begun).toBeGreaterThan(1_000);
    discord.faults.push(...Array.from({ length: 50 }, () => ({ path: /messages$/, status: 500 })));
    await told(bot.url, "sonarr", arrived(1));
    await sleep(300);
    expect(await figures(bot.url)).toContain("arr_bot_waiting_notices 1");
    await bot.close();
    discord.faults.splice(0);
    const next = await begin();
    await until(() => discord.messages.length === 3);
    expect((await told(next.url, "sonarr", arrived(1))).body.outcome).toBe("known");
    expect(said().at(-1)).toBe("Severance (2022) | S02E01 Part 1");
    expect(strict()).toEqual([]);
  });

  test("a message that was said, though nobody heard so, is there once", async () => {
    const { bot, discord } = await ready();
    const lost = { path: /messages$/, status: 502, isHeard: true };
    discord.faults.push(lost, lost);
    await told(bot.url, "radarr", film("Download"));
    await told(bot.url, "sonarr", { eventType: "Test" });
    await until(() => discord.messages.length === 2);
    expect(discord.faults).toEqual([]);
  });

  test("what Discord never takes does not keep others waiting, and is counted", async () => {
    const { bot, discord, said } = await ready();
    discord.faults.push({ path: /messages$/, status: 400, text: '{"message":"Invalid Form Body"}' });
    await told(bot.url, "sonarr", { eventType: "Test" });
    await told(bot.url, "radarr", film("Download"));
    await until(() => discord.messages.length === 1);
    expect(said()).toEqual(["The Matrix (1999) | It is here."]);
    expect(await figures(bot.url)).toContain("arr_bot_lost_notices_total 1");
  });

  test("by a disk that is full, or a file that is cut off", async () => {
    const { bot, data, discord, begin } = await ready();
    rmSync(data, { recursive: true });
    writeFileSync(data, "a file where the folder was");
    expect((await told(bot.url, "radarr", film("Download"))).status).toBe(202);
    await until(() => discord.messages.length === 1);
    await bot.close();
    rmSync(data);
    mkdirSync(data);
    writeFileSync(join(data, "notices.json"), '{"version":1,"waiting":[{"ke');
    const next = await begin();
    await met(next.url);
    await told(next.url, "sonarr", arrived(3));
    await until(() => discord.messages.length === 2);
    const written = () => JSON.parse(readFileSync(join(data, "notices.json"), "utf8"));
    await until(() => written().waiting.length === 0);
    expect(written().told).toEqual(["sonarr:file:503"]);
  });
});

test("who does not show the key, and what is not told as it should be, is refused in a sentence", async () => {
  const { bot, discord, strict } = await ready();
  const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
  for (const wrong of [
    "",
    "Bearer wrong",
    basic(`arr:${WEBHOOK_KEY}x`),
    basic(WEBHOOK_KEY.slice(1)),
    WEBHOOK_KEY,
  ])
    expect((await told(bot.url, "sonarr", arrived(1), wrong)).status).toBe(401);
  expect((await told(bot.url, "sonarr", { eventType: "Grab" }, basic(`arr:${WEBHOOK_KEY}`))).status).toBe(
    200,
  );
  expect((await told(bot.url, "sonarr", "{")).body).toEqual({ error: { message: "The body is not JSON." } });
  expect(
    (await told(bot.url, "sonarr", { ...arrived(1), series: { title: 7 } })).body.error?.message,
  ).toMatch(/^body\.series\./);
  expect((await told(bot.url, "radarr", [])).status).toBe(400);
  expect((await told(bot.url, "seerr", { subject: "x" })).body.error?.message).toMatch(
    /^body\.notification_type/,
  );
  expect((await told(bot.url, "sonarr", `"${"x".repeat(50 * 1024 * 1024)}"`)).status).toBe(413);
  expect((await told(bot.url, "lidarr", {})).status).toBe(404);
  expect(discord.messages).toEqual([]);
  expect(strict()).toEqual([]);
});
