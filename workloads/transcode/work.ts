import { link, mkdir, open, readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Claim } from "./claims.ts";
import { FfmpegFailed, ffmpeg } from "./ffmpeg.ts";
import { type Film, identityOf, isSame, statOf } from "./film.ts";
import { probe } from "./probe.ts";
import type { Done, Records } from "./records.ts";
import { guardRoom, NoRoom, needRoom } from "./room.ts";
import { checkSameFilm } from "./same-film.ts";
import type { Trash } from "./trash.ts";
import { argumentsOf, type Way } from "./ways.ts";

export interface Workshop {
  records: Records;
  trash: Trash;
  results: string;
  ways: readonly Way[];
  quality: number;
  keepFree: number;
  tries: number;
  /** Of the film that is worked on. */
  tell(percent: number): void;
}

/** What became of a film: `left` is tried again, `failed` only when it is another file. */
export type Outcome = "done" | "failed" | "left";

/**
 * Encodes one film that is held. A worker may end at any line of this: whoever comes next finds the source, or a result
 * that was found whole with a record of that, and goes on from there.
 */
export async function workOn(film: Film, claim: Claim, shop: Workshop, stop: AbortSignal): Promise<Outcome> {
  if (!isSame(await identityOf(film.path), film.identity)) return "left";
  if (await finished(film, claim, shop)) return "done";
  const result = join(shop.results, film.name.replace(/\.[^.]+$/, ".mkv"));
  try {
    if (claim.number > shop.tries)
      throw new FfmpegFailed(`${claim.number - 1} workers were lost while they worked on it`);
    if (await statOf(result)) throw new FfmpegFailed("there is a result of its name already");
    await clean(film, result);
    await needRoom(shop.results, film.identity.bytes, shop.keepFree);
    const part = partOf(film, claim, result);
    try {
      await encode(film, claim, shop, part, stop);
      return (await publish(film, claim, shop, { part, result })) ? "done" : "left";
    } finally {
      await rm(part, { force: true });
    }
  } catch (error) {
    if (!(error instanceof FfmpegFailed)) throw error;
    if (await claim.isMine()) await shop.records.writeFailed(film, error.message);
    return "failed";
  }
}

async function encode(film: Film, claim: Claim, shop: Workshop, part: string, stop: AbortSignal) {
  const guard = guardRoom(shop.results, shop.keepFree);
  const signal = AbortSignal.any([stop, claim.lost, guard.signal]);
  try {
    const was = await probe(film.path, signal);
    // To read the result is counted as a tenth of the work.
    const told = (from: number, share: number) => (seconds: number) => {
      const percent = Math.min(99, Math.round(from + (share * seconds) / was.seconds));
      claim.tell(percent);
      shop.tell(percent);
    };
    await firstOf(shop.ways, async (way) => {
      const args = argumentsOf(way, film.path, was.streams, { quality: shop.quality, part });
      await ffmpeg(args, { signal, progress: told(0, 90) });
    });
    await sync(part);
    await checkSameFilm(was, part, { signal, progress: told(90, 10) });
  } catch (error) {
    // The disk may fill between two looks at it.
    if (error instanceof FfmpegFailed && FULL.test(error.message)) throw new NoRoom(error.message);
    throw error;
  } finally {
    guard.stop();
  }
}

const FULL = /No space left on device|Disk quota exceeded/;

async function firstOf(ways: readonly Way[], go: (way: Way) => Promise<void>): Promise<void> {
  let last: unknown;
  for (const way of ways) {
    try {
      return await go(way);
    } catch (error) {
      if (!(error instanceof FfmpegFailed)) throw error;
      last = error;
    }
  }
  throw last;
}

/** The result gets its name, which only one can give, and the source goes. */
async function publish(
  film: Film,
  claim: Claim,
  { records, trash }: Workshop,
  { part, result }: { part: string; result: string },
): Promise<boolean> {
  if (!isSame(await identityOf(film.path), film.identity)) return false;
  const bytes = (await statOf(part))?.size ?? 0;
  const record: Done = { name: film.name, source: film.identity, part, result, bytes };
  if (!(await claim.isMine())) return false;
  await records.writeDone(film, claim.number, record);
  if (!(await named(part, result))) {
    await records.forgetDone(film.key, claim.number);
    return false;
  }
  await putAway(film, claim.number, trash);
  return true;
}

/** Somebody came as far as a result, and was lost before the source was put away. */
async function finished(film: Film, claim: Claim, { records, trash }: Workshop): Promise<boolean> {
  for (const { number, record } of await records.done(film.key)) {
    if (!isSame(record.source, film.identity)) continue;
    const isNamed = (await statOf(record.result))?.size === record.bytes;
    const isThere = isNamed || (await statOf(record.part))?.size === record.bytes;
    if (isThere && (await claim.isMine()) && (isNamed || (await named(record.part, record.result)))) {
      await rm(record.part, { force: true });
      await putAway(film, number, trash);
      return true;
    }
    await records.forgetDone(film.key, number);
  }
  return false;
}

async function putAway(film: Film, number: number, trash: Trash): Promise<void> {
  try {
    await trash.put(film, number);
  } catch (error) {
    // Another one that came as far was faster.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/** False, where something has the name already. */
async function named(part: string, result: string): Promise<boolean> {
  try {
    await link(part, result);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const [ours, theirs] = [await statOf(part), await statOf(result)];
    // The server may have done it, and its answer have been lost.
    if (ours === undefined || ours.ino !== theirs?.ino || ours.dev !== theirs.dev) return false;
  }
  await sync(dirname(result));
  return true;
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Hidden, so that no library shows it; and each holder's is another one. */
function partOf({ key }: Film, { number }: Claim, result: string): string {
  return join(dirname(result), `.${key}.${number}.part`);
}

/** What those left who were lost before. */
async function clean({ key }: Film, result: string): Promise<void> {
  await mkdir(dirname(result), { recursive: true });
  const left = (await readdir(dirname(result))).filter(
    (name) => name.startsWith(`.${key}.`) && name.endsWith(".part"),
  );
  for (const name of left) await rm(join(dirname(result), name), { force: true });
}
