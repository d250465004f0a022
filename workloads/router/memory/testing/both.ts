import { afterAll, afterEach, beforeAll, beforeEach, describe } from "vitest";
import type { Database } from "../../database/index.ts";
import { type Databases, kinds } from "../../database/testing/databases.ts";
import { House } from "./house.ts";
import { empty, tracesOf } from "./tables.ts";

/** What a test stands on: an empty database, and a house that keeps its memory there. */
export interface Ground {
  database: Database;
  house: House;
  /** Tables in which a text stands anywhere. */
  traces(text: string): Promise<string[]>;
}

/** The same promises on PostgreSQL and on PGlite. */
export function onBoth(tests: (ground: Ground) => void): void {
  describe.each(Object.entries(kinds))("on %s", (_kind, prepare) => {
    let databases: Databases;
    // Filled before each test, which looks into it only then.
    const ground = { traces: (text: string) => tracesOf(ground.database, text) } as Ground;

    beforeAll(async () => {
      databases = await prepare();
      ground.database = await databases.open();
    });
    beforeEach(async () => {
      ground.house = await House.open(ground.database);
    });
    afterEach(async () => {
      await ground.house.close();
      await empty(ground.database);
    });
    afterAll(() => databases.stop());

    tests(ground);
  });
}
