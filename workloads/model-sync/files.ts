import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { reasonOf } from "../kit/index.ts";
import { type Download, download, type Means, NotFetched } from "./download.ts";
import type { Wanted } from "./list.ts";
import { dropPart, Part } from "./part.ts";
import type { Record } from "./record.ts";
import { Room, shownSize } from "./room.ts";

export interface FilesOptions {
  folder: string;
  /** Bytes for all of them. */
  room: number | undefined;
  record: Record;
  huggingFace: { url: string; token: string | undefined };
  parallel: number;
  means: Omit<Means, "room"> & { spared?: number };
}

/** Brings the folder what is missing of the list, and takes from it what was brought and is on the list no more. */
export async function syncFiles(wanted: readonly Wanted[], options: FilesOptions): Promise<boolean> {
  const { folder, record, room, means, parallel } = options;
  await mkdir(folder, { recursive: true });
  await removeNeedless(wanted, options);
  const limit = room === undefined ? undefined : room - record.size;
  const free = new Room(folder, limit, means.spared);
  const results = await inParallel(parallel, wanted, (each) =>
    sync(each, { ...options, means: { ...means, room: free } }),
  );
  return results.every((isThere) => isThere);
}

async function removeNeedless(
  wanted: readonly Wanted[],
  { folder, record, means }: FilesOptions,
): Promise<void> {
  const paths = new Set(wanted.map(({ path }) => path));
  for (const path of record.begun.filter((each) => !paths.has(each))) {
    dropPart(join(folder, path));
    await record.forget(path);
  }
  for (const [path, { bytes }] of record.files) {
    if (paths.has(path)) continue;
    const size = await sizeOf(join(folder, path));
    // Another one lies there by now: it is somebody's.
    if (size === bytes) await rm(join(folder, path));
    await record.forget(path);
    if (size === bytes)
      means.log.info({ path, freed: shownSize(bytes) }, "taken away: it is on the list no more");
    else if (size !== undefined) means.log.warn({ path }, "left: somebody has put another file in its place");
  }
}

type Syncing = Omit<FilesOptions, "means"> & { means: Means };

/** Whether it is there in the end. */
async function sync(wanted: Wanted, options: Syncing): Promise<boolean> {
  const { folder, record, means } = options;
  const path = join(folder, wanted.path);
  const brought = record.file(wanted.path);
  const size = await sizeOf(path);
  if (size !== undefined && !brought) {
    means.log.info({ path: wanted.path }, "there already, and somebody's: left as it is");
    return true;
  }
  const isMeant = brought?.bytes === size && (!wanted.sha256 || brought?.sha256 === wanted.sha256);
  if (size !== undefined && isMeant) return true;
  try {
    await bring(wanted, path, options);
    means.log.info({ path: wanted.path }, "fetched");
    return true;
  } catch (error) {
    if (!(error instanceof NotFetched)) throw error;
    means.log.error({ path: wanted.path, problem: error.message }, "not fetched");
    return false;
  }
}

async function bring(wanted: Wanted, path: string, options: Syncing): Promise<void> {
  const { record, means, huggingFace } = options;
  await record.begin(wanted.path);
  const what =
    "url" in wanted
      ? { url: wanted.url, headers: {}, size: undefined, sha256: wanted.sha256 }
      : await factsOf(wanted, huggingFace);
  const part = await Part.open(path);
  try {
    await download(what, part, means);
  } catch (error) {
    if (error instanceof NotFetched && error.isSpoiled) await part.drop();
    else await part.close();
    throw error;
  }
  const { size: bytes, sha256 } = part;
  await part.publish();
  await record.add(wanted.path, { bytes, sha256, from: what.url });
}

/** What Hugging Face says of a file before anybody fetches it: its size and its digest, which may not be another one than declared. */
async function factsOf(
  { repository, file, sha256 }: Extract<Wanted, { repository: string }>,
  { url, token }: FilesOptions["huggingFace"],
): Promise<Download> {
  const address = `${url.replace(/\/$/, "")}/${repository}/resolve/main/${file}`;
  // Where it sends us on to, a token is nobody's business: fetch leaves it out on the way to another host.
  const headers: Download["headers"] = token ? { authorization: `Bearer ${token}` } : {};
  const answer = await fetch(address, {
    method: "HEAD",
    redirect: "manual",
    headers,
    signal: AbortSignal.timeout(30_000),
  }).catch((error: unknown) => {
    throw new NotFetched(`Hugging Face does not answer (${reasonOf(error, 30_000)})`);
  });
  const published = /^"?([0-9a-f]{64})"?$/.exec(answer.headers.get("x-linked-etag") ?? "")?.[1];
  if (sha256 && published && published !== sha256)
    throw new NotFetched(`is another one by now: Hugging Face has ${published}, and declared is ${sha256}`);
  const size = answer.headers.get("x-linked-size");
  return {
    url: address,
    headers,
    size: size && /^\d+$/.test(size) ? Number(size) : undefined,
    sha256: sha256 ?? published,
  };
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** In the order of the list, so many at once. */
async function inParallel<Item, Result>(
  most: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}
