import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "../database/index.ts";
import { type Databases, kinds } from "../database/testing/databases.ts";
import { Fault, type JsonObject } from "../http/index.ts";
import { House } from "./testing/house.ts";
import { empty } from "./testing/tables.ts";

describe.each(Object.entries(kinds))("on %s", (_kind, prepare) => {
  let databases: Databases;
  let database: Database;
  let hasVectors: boolean;
  const houses: House[] = [];

  beforeAll(async () => {
    databases = await prepare();
    database = await databases.open();
    const { rows } = await database.sql.execute(
      sql`select 1 from pg_available_extensions where name = 'vector'`,
    );
    hasVectors = rows.length > 0;
  });
  afterEach(async () => {
    await Promise.all(houses.splice(0).map((house) => house.close()));
    await empty(database);
  });
  afterAll(() => databases.stop());

  async function open(settings: Parameters<typeof House.open>[1]): Promise<House> {
    const house = await House.open(database, settings);
    houses.push(house);
    return house;
  }

  async function find(house: House, text: string, more = ""): Promise<JsonObject[]> {
    const { data } = await house.get("ada", `/v1/memory/search?q=${encodeURIComponent(text)}${more}`);
    return data as JsonObject[];
  }

  const vectors = async (where = sql`true`) =>
    (await database.sql.execute(sql`select 1 from message_vectors where ${where}`)).rows.length;

  test("words are found without their accents, with them, and in any case", async () => {
    const house = await open({});
    await house.say("ada", "streets", "Wo ist die Größenstraße im Café Łódź?", "Dort.");
    for (const words of ["grossenstrasse", "GRÖSSENSTRASSE", "cafe", "Café", "łódź", "lodz"]) {
      expect(await find(house, words), words).toMatchObject([{ conversation: "streets", role: "user" }]);
    }
    expect(await find(house, "bahnhof")).toEqual([]);
  });

  test("what holds every word comes before what holds some, and what is excluded does not come", async () => {
    const house = await open({});
    await house.say("ada", "a", "the printer is on fire", "oh");
    await house.say("ada", "b", "the printer is out of paper", "oh");
    expect(await find(house, "printer paper")).toMatchObject([{ conversation: "b" }, { conversation: "a" }]);
    expect(await find(house, "printer -fire")).toMatchObject([{ conversation: "b" }]);
    expect(await find(house, '"out of paper"')).toMatchObject([{ conversation: "b" }]);
    expect(await find(house, "printer", "&conversation=a")).toMatchObject([{ conversation: "a" }]);
    for (const strange of ["'", "a & | !", '"', "((", "\\", "%", "\0x", "🦄 <-> :*"])
      await find(house, strange);
  });

  test("an excerpt shows the place", async () => {
    const house = await open({});
    await house.say("ada", "a", `${"before ".repeat(100)}the needle is here ${"after ".repeat(100)}`, "oh");
    const [found] = await find(house, "needle");
    expect(found?.excerpt).toMatch(/^…(before )+the needle is here (after )+.*…$/);
  });

  test("another language of the search holds for old messages too", async () => {
    const plain = await open({});
    await plain.say("ada", "a", "he was running home", "oh");
    expect(await find(plain, "runs")).toEqual([]);
    const english = await open({ searchLanguage: "english" });
    expect(await find(english, "runs")).toMatchObject([{ conversation: "a" }]);
  });

  test("a search finds what means the same, where the database can; elsewhere it says why not", async () => {
    const house = await open({ embeddingModel: "played" });
    await house.say("ada", "pets", "my kitten sleeps", "sweet");
    await house.say("ada", "work", "the engine is loud", "oh");
    await house.say("bob", "pets", "a kitten of his own", "sweet");
    if (hasVectors) await expect.poll(() => vectors()).toBe(6);
    const answer = await house.get("ada", "/v1/memory/search?q=purring");
    if (hasVectors) {
      expect(answer).toMatchObject({ by: "words and meaning" });
      expect((answer.data as JsonObject[])[0]).toMatchObject({
        conversation: "pets",
        excerpt: "my kitten sleeps",
      });
      expect(JSON.stringify(answer)).not.toContain("of his own");
      expect(house.models.embedded.at(-1)).toMatchObject({ text: "purring", keyId: "key-of-ada" });
      expect(house.models.embedded.every(({ local }) => local)).toBe(true);
    } else {
      expect(answer).toMatchObject({ by: "words", data: [], note: expect.stringContaining("pgvector") });
      await house.get("ada", "/v1/memory/search?q=engine");
      expect(house.logged.filter((line) => line.includes("pgvector"))).toHaveLength(1);
      expect(house.models.embedded).toEqual([]);
    }
  });

  test("what words and meaning agree on comes first", async ({ skip }) => {
    skip(!hasVectors, "needs pgvector");
    const house = await open({ embeddingModel: "played" });
    await house.say("ada", "meaning", "bread", "oh");
    await house.say("ada", "both", "my oven hums", "oh");
    await house.say("ada", "word", "the hum of a garage", "oh");
    await expect.poll(() => vectors()).toBe(6);
    expect((await find(house, "oven hums"))[0]).toMatchObject({ conversation: "both" });
  });

  test("a search goes by words while the embedding model is away", async () => {
    const house = await open({ embeddingModel: "played" });
    house.models.before = () => Promise.reject(new Error("away"));
    await house.say("ada", "a", "the engine is loud", "oh");
    expect(await find(house, "engine")).toMatchObject([{ conversation: "a" }]);
  });

  test("another embedding model, or another under the same name, makes all vectors anew", async ({
    skip,
  }) => {
    skip(!hasVectors, "needs pgvector");
    const old = await open({ embeddingModel: "old" });
    await old.say("ada", "a", "my kitten sleeps", "sweet");
    await expect.poll(() => vectors(sql`model = 'old'`)).toBe(2);
    const other = await open({ embeddingModel: "new" });
    await expect.poll(() => vectors(sql`model = 'new'`)).toBe(2);
    other.models.dimensions = 7;
    await other.say("ada", "a", "and the car", "fine");
    await expect.poll(() => vectors(sql`dimensions = 7`)).toBe(2);
    expect(await find(other, "purring")).toHaveLength(2);
    await other.memory.keepHouse();
    await expect.poll(() => vectors(sql`dimensions = 7`)).toBe(4);
    expect((await find(other, "purring"))[0]).toMatchObject({ excerpt: "my kitten sleeps" });
  });

  test("a message that the embedding model refuses does not keep the others from their vectors", async ({
    skip,
  }) => {
    skip(!hasVectors, "needs pgvector");
    const house = await open({});
    for (const text of ["one", "poison", "three"]) await house.say("ada", "a", text, `re ${text}`);
    await house.texts("ada", "a");
    const embedding = await open({ embeddingModel: "played" });
    const embed = embedding.models.embed.bind(embedding.models);
    embedding.models.embed = async (texts, ask) => {
      if (!texts.includes("poison")) return embed(texts, ask);
      throw new Fault({ status: 400, kind: "invalid_request", message: "no" });
    };
    await embedding.memory.keepHouse();
    await expect.poll(() => vectors()).toBeGreaterThanOrEqual(5);
  });
});
