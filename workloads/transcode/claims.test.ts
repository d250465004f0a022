import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { type Claim, Claims } from "./claims.ts";

const KEY = "0123abcd";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "claims-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** As a worker does that goes through its folder again and again. */
async function soon(claims: Claims): Promise<Claim> {
  for (let round = 0; round < 100; round += 1) {
    const claim = await claims.take(KEY);
    if (claim) return claim;
    await sleep(50);
  }
  throw new Error("it is held for ever");
}

test("of many who want it at once one has it", async () => {
  const where = folder();
  const all = Array.from({ length: 20 }, () => new Claims(where, 5));
  const got = (await Promise.all(all.map((each) => each.take(KEY)))).filter((claim) => claim !== undefined);
  expect(got).toHaveLength(1);
  expect((await all[0]?.standing())?.get(KEY)).toMatchObject({ beat: 0, percent: 0 });
  await got[0]?.release();
  expect(readdirSync(where)).toEqual([]);
});

test("what is kept is nobody else's, however long it lasts", async () => {
  const where = folder();
  const claim = await new Claims(where, 0.5).take(KEY);
  const other = new Claims(where, 0.5);
  for (let round = 0; round < 30; round += 1) {
    expect(await other.take(KEY)).toBeUndefined();
    await sleep(50);
  }
  expect(await claim?.isMine()).toBe(true);
  await claim?.release();
});

test("what nobody keeps goes to one of those who wait, and whoever comes back knows that it is lost", async () => {
  const where = folder();
  const frozen = await new Claims(where, 0.5).take(KEY);
  frozen?.stop();
  const next = [new Claims(where, 0.5), new Claims(where, 0.5), new Claims(where, 0.5)];
  const first = await Promise.race(next.map(soon));
  expect(first.number).toBe(2);
  await sleep(200);
  expect(readdirSync(where).filter((name) => name.endsWith(".3"))).toEqual([]);
  expect(await frozen?.isMine()).toBe(false);
  // Whoever lost it takes nothing away from the one who has it.
  await frozen?.release();
  expect(await first.isMine()).toBe(true);
  await first.release();
});

test("a claim is counted by what is written, not by a clock: a file of the future or of long ago is as good", async () => {
  const where = folder();
  writeFileSync(join(where, `${KEY}.7`), "half a line of what somebo");
  const claims = new Claims(where, 0.3);
  expect(await claims.take(KEY)).toBeUndefined();
  const claim = await soon(claims);
  expect(claim.number).toBe(8);
  await claim.release();
  expect(readdirSync(where)).toEqual([]);
});
