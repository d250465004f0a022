import { statfs } from "node:fs/promises";

/** The disk is too full to go on, which is nobody's fault: the film is tried again later. */
export class NoRoom extends Error {
  override readonly name = "NoRoom";
}

export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

const LOOK_MS = 5_000;

/** Ends the signal that it gives as soon as less than this is free. */
export function guardRoom(folder: string, keepFree: number): { signal: AbortSignal; stop(): void } {
  const guard = new AbortController();
  const timer = setInterval(async () => {
    const free = await freeBytes(folder).catch(() => keepFree);
    if (free < keepFree) guard.abort(new NoRoom(`${gib(free)} are left of the disk of the results`));
  }, LOOK_MS);
  return { signal: guard.signal, stop: () => clearInterval(timer) };
}

/** A result is hardly ever larger than its source. */
export async function needRoom(folder: string, bytes: number, keepFree: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free - bytes < keepFree)
    throw new NoRoom(
      `${gib(free)} are left of the disk of the results, for a film of ${gib(bytes)}: make room there`,
    );
}

function gib(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
