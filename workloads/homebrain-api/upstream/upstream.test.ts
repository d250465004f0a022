import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { getAllAlbums, getAllPeople, getAssetStatistics, searchPerson, searchSmart } from "@immich/sdk";
import { describe, expect, test } from "vitest";
import { closed, folder, tcp, web } from "../testing.ts";
import { Immich } from "./immich.ts";
import { media } from "./media.ts";
import { money } from "./money.ts";
import { IMMICH_KEY, immichLike } from "./testing/immich-like.ts";

const json = (body: unknown) =>
  web((_, answer) => answer.setHeader("content-type", "application/json").end(JSON.stringify(body)));

describe("photos", () => {
  test("the server of these tests speaks as Immich's own client has it", async () => {
    const at = { baseUrl: `${await immichLike()}/api`, headers: { "x-api-key": IMMICH_KEY } };
    expect((await searchSmart({ smartSearchDto: { query: "dog", size: 1 } }, at)).assets.nextPage).toBe("2");
    expect((await getAllPeople({ withHidden: true }, at)).people).toHaveLength(4);
    expect(await searchPerson({ name: "Ada" }, at)).toHaveLength(2);
    expect(await getAllAlbums({}, at)).toHaveLength(2);
    expect((await getAssetStatistics({}, at)).total).toBe(3);
    // What its API does not have is refused here, too.
    const strange = { smartSearchDto: { query: "dog", colour: "red" } as { query: string } };
    await expect(searchSmart(strange, at)).rejects.toThrow();
  });

  test("are found by what is to be seen, by who is, and by both", async () => {
    const immich = new Immich(await immichLike(), IMMICH_KEY);
    const files = async (wanted: Partial<Parameters<Immich["search"]>[0]>) =>
      (await immich.search({ people: [], size: 50, page: 1, ...wanted })).photos.map(({ file }) => file);
    expect(await files({ text: "dog" })).toEqual(["IMG_10.jpg", "IMG_11.mp4"]);
    expect(await files({ people: ["ada", "Adam"] })).toEqual(["IMG_11.mp4"]);
    expect(await files({ text: "beach", people: ["Ada"] })).toEqual(["IMG_10.jpg"]);
    expect(await files({})).toHaveLength(3);
    expect(await immich.search({ text: "dog", people: [], size: 1, page: 1 })).toEqual({
      photos: [expect.objectContaining({ kind: "photo", place: "Lisbon, Portugal" })],
      nextPage: 2,
    });
    await expect(files({ people: ["Grace"] })).rejects.toThrow("Immich knows nobody by the name Grace.");
  });

  test("people, albums and how many there are", async () => {
    const immich = new Immich(`${await immichLike()}/`, IMMICH_KEY);
    expect((await immich.people()).map(({ name, born }) => [name, born])).toEqual([
      ["Ada", "1980-12-10"],
      ["Adam", null],
    ]);
    expect((await immich.albums()).map(({ name, photos }) => [name, photos])).toEqual([
      ["Portugal", 1],
      ["Empty", 0],
    ]);
    expect(await immich.statistics()).toEqual({ photos: 2, videos: 1, total: 3 });
  });

  test("each way in which Immich fails is told in a sentence, and none says the key", {
    timeout: 30_000,
  }, async () => {
    const told = async (url: string, key = IMMICH_KEY) => {
      const error: Error = await new Immich(url, key).statistics().then(
        () => Promise.reject(new Error("it answered")),
        (reason) => reason,
      );
      expect(error.message).not.toContain(key);
      return error.message;
    };
    const cut = await web((_, answer) => {
      answer.writeHead(200, { "content-length": "1000" }).write('{"images":');
      setTimeout(() => answer.destroy(), 50);
    });
    const endless = await web((_, answer) => {
      answer.writeHead(200);
      const more = () => {
        while (answer.write(" ".repeat(65_536)));
        answer.once("drain", more);
      };
      more();
    });
    const away = await web((_, answer) =>
      answer.writeHead(302, { location: "https://elsewhere.example/" }).end(),
    );
    expect(await told(await immichLike(), "another-key")).toContain("refuses the key");
    expect(await told(await closed())).toBe("Immich does not answer.");
    expect(await told(await tcp(() => {}))).toBe("Immich does not answer within 10 seconds.");
    expect(await told(await web((_, answer) => answer.writeHead(500).end()))).toBe(
      "Immich answers with 500.",
    );
    expect(await told(away)).toBe("Immich answers with 302.");
    expect(await told(await json({ images: "many" }))).toBe(
      "Immich answers something else than its API says.",
    );
    expect(await told(cut)).toBe("Immich cuts its answer off.");
    expect(await told(endless)).toBe("Immich answers with more than 16 MiB.");
  });
});

test("media: what each library holds, though another one is away", async () => {
  const keyed = (name: string, value: string, path: string, body: unknown) =>
    web((asked, answer) => {
      const isRight = asked.headers[name] === value && asked.url === path;
      answer.writeHead(isRight ? 200 : 401).end(JSON.stringify(body));
    });
  const jellyfin = await keyed("authorization", 'MediaBrowser Token="k"', "/jf/Items/Counts", {
    MovieCount: 3,
    SeriesCount: 2,
    EpisodeCount: 20,
    SongCount: 0,
    ArtistCount: 0,
  });
  const statistics = { episodeCount: 10, episodeFileCount: 7, sizeOnDisk: 1000, percentOfEpisodes: 70 };
  const sonarr = await keyed("x-api-key", "k", "/api/v3/series", [
    { title: "a", monitored: true, statistics },
    { title: "b", monitored: false, statistics },
  ]);
  expect(
    await media({
      jellyfin: { url: `${jellyfin}/jf/`, key: "k" },
      sonarr: { url: sonarr, key: "k" },
      radarr: { url: await closed(), key: "k" },
    }),
  ).toEqual({
    jellyfin: { films: 3, series: 2, episodes: 20, songs: 0 },
    sonarr: { series: 2, missingEpisodes: 3, bytes: 2000 },
    radarr: { fault: "Radarr does not answer." },
  });
});

describe("money", () => {
  const HEAD = "Account,Date,Payee,Notes,Category,Amount,Split_Amount,Cleared\n";
  const exported = (text: string) => {
    const file = join(folder(), "actual.csv");
    writeFileSync(file, text);
    return file;
  };

  test("is counted in cents, and a split once", async () => {
    const file = exported(
      `\uFEFF${HEAD}Bank,2026-11-02,Shop,"a, b",Food,-0.1,0,Cleared
Bank,2026-11-03,Shop,,Food,-0.2,0,Cleared
Bank,2026-11-03,Market,(SPLIT INTO 2) ,,0,-30,Cleared
Bank,2026-11-03,Market,(SPLIT 1 OF 2) ,Food,-10,0,Cleared
Bank,2026-11-03,Market,(SPLIT 2 OF 2) ,,-20,0,Cleared
Bank,2026-11-01,Work,,Income,1000,0,Reconciled
Purse,2026-10-01,Start,,,50,0,Cleared
`,
    );
    expect(await money(file, new Date("2026-11-22"))).toEqual({
      exported: expect.stringMatching(/^\d{4}-/),
      month: "2026-11",
      accounts: [
        { name: "Purse", amount: 50 },
        { name: "Bank", amount: 969.7 },
      ],
      spent: [
        { name: "without a category", amount: -20 },
        { name: "Food", amount: -10.3 },
      ],
      earned: 1000,
    });
  });

  test("a file that is not there, or only half there, says what to do", async () => {
    await expect(money("/nowhere/actual.csv")).rejects.toThrow("open all accounts, and export them");
    for (const text of [
      `${HEAD}Bank,2026-11-02,Shop,"a`,
      `${HEAD}Bank,2026-1`,
      "no csv at all",
      `${HEAD}B,2026-11-02,S,,F,much,0,C\n`,
    ])
      await expect(money(exported(text))).rejects.toThrow("export it again");
  });
});
