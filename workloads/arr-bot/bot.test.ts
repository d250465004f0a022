import { describe, expect, test } from "vitest";
import { figures, lab, met, told, until } from "./testing/bot.ts";
import { interaction } from "./testing/discord.ts";

const ADA = "200";
const ADMIN = "300";
const pick = (title: number, more: object[] = []) => [
  { type: 3, name: "title", value: String(title) },
  ...more,
];

async function ready(more: Record<string, string> = {}) {
  const house = await lab(more);
  const bot = await house.begin();
  await met(bot.url);
  const { discord } = house;
  /** Says the command, and waits for what follows. */
  const ask = async (who: string, name: string, options: object[] = []) => {
    const { token, body } = await discord.command(bot.discordUrl, who, name, options);
    expect(body).toEqual({ type: 5, data: { flags: 64 } });
    await until(() => discord.answers.has(token));
    const answer = discord.answers.get(token);
    return [answer?.content, answer?.embeds?.[0]?.title, answer?.embeds?.[0]?.description]
      .filter(Boolean)
      .join(" | ");
  };
  return { ...house, bot, ask };
}

describe("somebody wishes for something", () => {
  test("as who they are in Seerr, within what a week allows; what was deferred is followed up", async () => {
    const { seerr, ask, strict } = await ready();
    expect(await ask(ADA, "film", pick(603))).toBe(
      "The Matrix (1999) | It is being looked for. 1 wish left this week.",
    );
    const season = { type: 4, name: "season", value: 2 };
    seerr.waits = true;
    expect(await ask(ADA, "series", pick(95396, [season]))).toBe(
      "Severance (2022) | Season 2. Noted. Somebody has to agree yet. 0 wishes left this week.",
    );
    expect(seerr.requests).toEqual([
      { as: 2, mediaType: "movie", mediaId: 603, is4k: false },
      { as: 2, mediaType: "tv", mediaId: 95396, is4k: false, seasons: [2] },
    ]);
    expect(await ask(ADA, "film", pick(666))).toMatch(
      /^You have wished for as much as a week allows\. .*<t:\d+:R>/,
    );
    expect(seerr.requests).toHaveLength(2);
    expect(await ask(ADMIN, "series", pick(95396))).toContain("Somebody has to agree");
    expect(await ask(ADA, "wishes")).toMatch(
      /^Your wishes \| The Matrix \(1999\): is being looked for\nSeverance/,
    );
    expect(strict()).toEqual([]);
  });

  test("what is there, or asked for by somebody else, costs nothing", async () => {
    const { seerr, ask, strict } = await ready();
    expect(await ask(ADA, "film", pick(438631))).toBe("Dune (2021) | It is there already.");
    expect(await ask(ADA, "film", pick(11))).toContain("Somebody has wished for it already");
    seerr.refusal = { status: 409, body: { message: "Request for this media already exists." } };
    expect(await ask(ADA, "film", pick(603))).toBe("Somebody has wished for The Matrix (1999) already.");
    seerr.refusal = { status: 202, body: { message: "No seasons available to request" } };
    expect(await ask(ADA, "series", pick(95396))).toBe("Nothing of Severance (2022) is missing.");
    seerr.refusal = { status: 403, body: { message: "Movie Quota exceeded." } };
    expect(await ask(ADA, "film", pick(603))).toContain("your rights or your quota");
    seerr.refusal = undefined;
    expect(await ask(ADA, "film", pick(603))).toContain("1 wish left");
    expect(strict()).toEqual([]);
  });

  test("whom Seerr does not know is told how to become known, and is known at once; of two nobody is believed", async () => {
    const { seerr, ask, strict } = await ready();
    expect(await ask("404", "film", pick(603))).toMatch(/^Seerr does not know you yet\..*`404`/);
    seerr.users.push({ id: 4, discordId: ADA });
    const again = await lab();
    again.seerr.users.push({ id: 4, discordId: ADA });
    const bot = await again.begin();
    await met(bot.url);
    const { token } = await again.discord.command(bot.discordUrl, ADA, "film", pick(603));
    await until(() => again.discord.answers.has(token));
    expect(again.discord.answers.get(token)?.content).toMatch(/^Two people say in Seerr that they are you/);
    expect([...seerr.requests, ...again.seerr.requests]).toEqual([]);
    expect(strict()).toEqual([]);
  });

  test("suggestions come while one writes, and what was not chosen from them is asked about", async () => {
    const { discord, bot, ask, strict } = await ready();
    const suggested = async (text: string) =>
      (
        await discord.command(
          bot.discordUrl,
          ADA,
          "film",
          [{ type: 3, name: "title", value: text, focused: true }],
          4,
        )
      ).body;
    expect(await suggested("matr")).toEqual({
      type: 8,
      data: { choices: [{ name: "The Matrix (1999)", value: "603" }] },
    });
    expect(await suggested("m")).toEqual({ type: 8, data: { choices: [] } });
    expect(await suggested("sever")).toEqual({ type: 8, data: { choices: [] } });
    for (const written of ["matrix", "../user/1", "603?x=1", "1e3", "-1"])
      expect(await ask(ADA, "film", [{ type: 3, name: "title", value: written }])).toMatch(/^Which one\?/);
    expect(strict()).toEqual([]);
  });

  test("the allowance is kept over a restart, and nobody gets more by asking for much at once", async () => {
    const { seerr, discord, bot, begin } = await ready({ ARR_BOT_WISHES_PER_WEEK: "3" });
    const ids = Array.from({ length: 8 }, (_, index) => 9_000 + index);
    for (const id of ids) seerr.media[`movie/${id}`] = { title: `Film ${id}`, date: "2026-01-01" };
    await Promise.all(ids.map((id) => discord.command(bot.discordUrl, ADA, "film", pick(id))));
    await until(() => discord.answers.size === ids.length);
    expect(seerr.requests).toHaveLength(3);
    await bot.close();
    const next = await begin();
    await met(next.url);
    const { token } = await discord.command(next.discordUrl, ADA, "film", pick(603));
    await until(() => discord.answers.has(token));
    expect(discord.answers.get(token)?.content).toContain("as much as a week allows");
    expect(seerr.requests).toHaveLength(3);
  });

  test("names of others format nothing and call nobody", async () => {
    const { ask, strict } = await ready();
    const said = await ask(ADA, "film", pick(666));
    expect(said).not.toContain("@everyone");
    expect(said).not.toMatch(/<@\d|(?<!\\)\[free|https:\/\//);
    expect(strict()).toEqual([]);
  });

  test("what comes within a week is told by those who answer", async () => {
    const { sonarr, radarr, ask, strict } = await ready();
    const soon = new Date(Date.now() + 86_400_000).toISOString();
    sonarr.calendar = [
      {
        title: "Hello",
        seasonNumber: 2,
        episodeNumber: 7,
        airDateUtc: soon,
        hasFile: false,
        series: { title: "Severance" },
      },
      {
        title: "Old",
        seasonNumber: 2,
        episodeNumber: 6,
        airDateUtc: soon,
        hasFile: true,
        series: { title: "Severance" },
      },
    ];
    radarr.calendar = [{ title: "Dune: Part Three", year: 2026, digitalRelease: soon, hasFile: false }];
    expect(await ask("404", "upcoming")).toMatch(/Severance S02E07 Hello\n.*Dune: Part Three 2026$/);
    radarr.faults.push({ path: /calendar/, text: "<html>" });
    expect(await ask(ADA, "upcoming")).toMatch(/Severance S02E07 Hello\nFilms: Radarr does not answer\.$/);
    expect(strict()).toEqual([]);
  });
});

describe("Discord's door", () => {
  test("is opened by its signature alone, and once for each", async () => {
    const { discord, seerr, bot, strict } = await ready();
    const ping = interaction("ping", ADA, { type: 1 });
    expect(await discord.say(bot.discordUrl, ping)).toEqual({ status: 200, body: { type: 1 } });
    expect(await discord.say(bot.discordUrl, ping)).toMatchObject({ status: 401 });
    const other = { "x-signature-timestamp": String(discord.now + 1) };
    expect(await discord.say(bot.discordUrl, interaction("a", ADA, { type: 1 }), other)).toMatchObject({
      status: 401,
    });
    const wrong = { "x-signature-ed25519": "00".repeat(64) };
    expect(await discord.say(bot.discordUrl, interaction("b", ADA, { type: 1 }), wrong)).toMatchObject({
      status: 401,
    });
    const none = await fetch(`${bot.discordUrl}/interactions`, {
      method: "POST",
      body: JSON.stringify(ping),
    });
    expect([none.status, await none.json()]).toEqual([
      401,
      { error: { message: "This is not signed by Discord." } },
    ]);
    expect(seerr.requests).toEqual([]);
    expect(strict()).toEqual([]);
  });

  test("a clock of ours that jumps turns nobody away; one of theirs that goes back does", async () => {
    const { discord, bot } = await ready();
    const years = 3 * 365 * 86_400;
    discord.now += years;
    expect(await discord.say(bot.discordUrl, interaction("c", ADA, { type: 1 }))).toMatchObject({
      status: 200,
    });
    discord.now -= 60;
    expect(await discord.say(bot.discordUrl, interaction("d", ADA, { type: 1 }))).toMatchObject({
      status: 200,
    });
    discord.now -= 600;
    expect(await discord.say(bot.discordUrl, interaction("e", ADA, { type: 1 }))).toMatchObject({
      status: 401,
    });
  });

  test("refuses what is too large, what is no interaction, and who is elsewhere", async () => {
    const { discord, bot, strict } = await ready();
    const large = await fetch(`${bot.discordUrl}/interactions`, {
      method: "POST",
      body: Buffer.alloc(50 * 1024 * 1024),
    });
    expect(large.status).toBe(413);
    expect(await discord.say(bot.discordUrl, "{")).toMatchObject({ status: 400 });
    expect(await discord.say(bot.discordUrl, { type: 2, token: "" })).toMatchObject({ status: 400 });
    const elsewhere = interaction("x", ADA, { type: 2, data: { id: "7", name: "wishes" } }, "999");
    expect(await discord.say(bot.discordUrl, elsewhere)).toMatchObject({
      body: { type: 4, data: { content: "I listen in the server of the house alone." } },
    });
    const alone = interaction("y", ADA, { type: 2, data: { id: "7", name: "wishes" } }, "");
    expect(await discord.say(bot.discordUrl, alone)).toMatchObject({ body: { type: 4 } });
    for (const path of ["/metrics", "/webhooks/sonarr", "/"])
      expect((await fetch(`${bot.discordUrl}${path}`)).status).toBe(404);
    expect(strict()).toEqual([]);
  });

  test("an answer finds its way through a limit, a bad moment and a slow start of Discord's own", async () => {
    const { discord, ask, strict } = await ready();
    discord.faults.push({
      path: /@original/,
      status: 429,
      headers: { "retry-after": "1" },
      text: '{"retry_after":1}',
    });
    discord.faults.push({ path: /@original/, status: 502, text: "Bad Gateway" });
    discord.faults.push({ path: /@original/, status: 404, text: '{"message":"Unknown Webhook"}' });
    const begun = performance.now();
    expect(await ask(ADA, "film", pick(603))).toContain("being looked for");
    expect(performance.now() - begun).toBeGreaterThan(1_000);
    expect(discord.faults).toEqual([]);
    expect(strict()).toEqual([]);
  });
});

test("Seerr may be silent, lie or be gone: it is said in words, and nothing is counted", async () => {
  const { seerr, ask, strict } = await ready();
  const down = "Seerr does not answer as it should. Nothing was counted; ask again in some minutes.";
  seerr.faults.push({ path: /notifications/, status: 502 });
  expect(await ask(ADA, "film", pick(603))).toBe(down);
  seerr.faults.push({ path: /movie/, text: "<html>Sign in</html>" });
  expect(await ask(ADA, "film", pick(603))).toBe(down);
  seerr.faults.push({ path: /movie/, text: '{"title":7}' });
  expect(await ask(ADA, "film", pick(603))).toBe(down);
  seerr.faults.push({ path: /movie/, text: JSON.stringify({ title: "x".repeat(17 * 1024 * 1024) }) });
  expect(await ask(ADA, "film", pick(603))).toBe(down);
  seerr.faults.push({ path: /request/, status: 500, text: '{"message":"<@&1> broke"}' });
  expect(await ask(ADA, "film", pick(603))).toBe(down);
  expect(await ask(ADA, "film", pick(603))).toContain("1 wish left");
  expect(strict()).toEqual([]);
});

test("a wish that waits is decided with two buttons, by those whom Seerr lets", async () => {
  const { discord, seerr, bot, strict } = await ready();
  const clicked = async (who: string, id: string) => {
    const { token } = await discord.click(bot.discordUrl, who, id);
    await until(() => discord.answers.has(token));
    return discord.answers.get(token)?.content;
  };
  await told(bot.url, "seerr", {
    notification_type: "MEDIA_PENDING",
    event: "New Movie Request",
    subject: "The Matrix (1999)",
    message: "A hacker learns",
    image: "https://image.tmdb.org/t/p/w600/p.jpg",
    media: { media_type: "movie", tmdbId: "603", tvdbId: "", status: "PENDING", status4k: "UNKNOWN" },
    request: { request_id: "12", requestedBy_username: "ada", requestedBy_settings_discordId: ADA },
    issue: null,
    comment: null,
    extra: [],
  });
  await until(() => discord.messages.length === 1);
  const [message] = discord.messages;
  expect(message?.components?.[0]?.components.map(({ custom_id }) => custom_id)).toEqual([
    "approve:12",
    "decline:12",
  ]);
  expect(await clicked(ADA, "approve:12")).toBe("Seerr does not let you decide on the wishes of others.");
  expect(await clicked("404", "approve:12")).toContain("Seerr does not know you yet");
  expect(await clicked(ADMIN, "approve:12/../13")).toBe("This does nothing any more.");
  expect(await clicked(ADMIN, "approve:12")).toBe("You have agreed: it is being looked for.");
  expect([seerr.decisions, discord.settled]).toEqual([["approve 12"], ["99"]]);
  expect(strict()).toEqual([]);
});

test("commands are told to Discord at every start, and what is in the way is said once, in a sentence", async () => {
  const said: string[] = [];
  const note = (facts: object, text: string) =>
    said.push(`${text}: ${(facts as { problem?: string }).problem}`);
  const log = { debug: note, info: () => {}, warn: note, error: note, isLevelEnabled: () => true };
  const house = await lab({}, log as never);
  house.discord.guilds = [];
  const bot = await house.begin();
  await until(() => said.length === 1);
  const early = await house.discord.say(bot.discordUrl, interaction("early", ADA, { type: 1 }));
  expect(early).toMatchObject({ status: 503 });
  house.discord.guilds = [{ id: "1100000000000000002", name: "House" }];
  house.discord.channels = [];
  await until(() => said.length === 2);
  house.discord.channels = [{ id: "1100000000000000003", name: "media", type: 0 }];
  await met(bot.url);
  await bot.close();
  const wrong = await house.begin({ DISCORD_TOKEN: "another-token-of-somebody" });
  await until(() => said.length === 3);
  await wrong.close();
  expect(said.map((each) => each.replace(/^Discord and the bot have not met: /, ""))).toEqual([
    expect.stringContaining("in no server"),
    expect.stringContaining("sees no channel #media"),
    expect.stringContaining("does not know the token"),
  ]);
  expect(said.join()).not.toContain("another-token");
  const again = await house.begin();
  await met(again.url);
  expect(house.discord.registered).toBe(2);
  expect(await figures(again.url)).toContain("arr_bot_waiting_notices 0");
  expect(house.strict()).toEqual([]);
});
