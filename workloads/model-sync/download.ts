import { setTimeout as sleep } from "node:timers/promises";
import { type Log, reasonOf, secondsOf } from "../kit/index.ts";
import type { Pace } from "./pace.ts";
import type { Part } from "./part.ts";
import type { Room } from "./room.ts";

/** Why a file is not there, for a person. */
export class NotFetched extends Error {
  /** Whether what was begun of it is of no use. */
  readonly isSpoiled: boolean;

  constructor(message: string, { isSpoiled = false } = {}) {
    super(message);
    this.name = "NotFetched";
    this.isSpoiled = isSpoiled;
  }
}

export interface Download {
  url: string;
  headers: Record<string, string>;
  /** As its makers say, where they do. */
  size: number | undefined;
  sha256: string | undefined;
}

export interface Means {
  room: Room;
  pace: Pace;
  log: Log;
  /** Milliseconds without a byte after which a server counts as gone. */
  patience?: number;
  /** Milliseconds until the second attempt; the third waits twice as long. */
  pause?: number;
}

const PATIENCE_MS = 60_000;
const PAUSE_MS = 2_000;
/** In a row, without a byte. */
const ATTEMPTS = 6;
const LONGEST_PAUSE_MS = 300_000;

/** Worth another attempt: the server is busy, or the line was cut. */
class Interrupted extends Error {
  readonly after: number | undefined;

  constructor(message: string, after?: number) {
    super(message);
    this.after = after;
  }
}

/** Fetches all of a file that is not there yet, however often the line is cut, and says so where it is not the one that was meant. */
export async function download(what: Download, part: Part, means: Means): Promise<void> {
  const claim = new Claim(means.room, part.size);
  try {
    for (let attempt = 1; ; attempt++) {
      const before = part.size;
      try {
        await once(what, part, claim, means);
        break;
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        if (part.size > before) attempt = 1;
        if (attempt >= ATTEMPTS) throw new NotFetched(`${error.message}, ${ATTEMPTS} times in a row`);
        const pause = (error.after ?? 0) * 1_000 || (means.pause ?? PAUSE_MS) * 2 ** (attempt - 1);
        means.log.debug({ problem: error.message, have: part.size }, "goes on in a while");
        await sleep(Math.min(pause, LONGEST_PAUSE_MS));
      }
    }
  } catch (error) {
    claim.end();
    throw error;
  }
  if (what.sha256 && part.sha256 !== what.sha256) {
    throw new NotFetched(
      `is not the one that was meant: its SHA-256 is ${part.sha256}, and should be ${what.sha256}`,
      { isSpoiled: true },
    );
  }
}

/** The room of one file: claimed when it is known how large it is, and given back as far as it was not needed. */
class Claim {
  readonly #room: Room;
  readonly #had: number;
  #open = 0;
  #total: number | undefined;

  constructor(room: Room, had: number) {
    this.#room = room;
    this.#had = had;
  }

  async ask(total: number): Promise<void> {
    if (this.#total !== undefined) return;
    const refused = await this.#room.claim(total, this.#had);
    if (refused) throw new NotFetched(refused);
    this.#total = total;
    this.#open = Math.max(0, total - this.#had);
  }

  filled(bytes: number): void {
    const used = Math.min(bytes, this.#open);
    this.#open -= used;
    this.#room.filled(used);
  }

  end(): void {
    this.#room.release(this.#open);
    this.#open = 0;
  }
}

async function once(
  what: Download,
  part: Part,
  claim: Claim,
  { pace, patience = PATIENCE_MS }: Means,
): Promise<void> {
  const stopping = new AbortController();
  const watch = setTimeout(() => stopping.abort(), patience);
  try {
    const answer = await asked(what, part, stopping.signal);
    const total = await begun(answer, what, part);
    await claim.ask(total);
    if (answer.status !== 416) {
      for await (const chunk of answer.body ?? []) {
        watch.refresh();
        if (part.size + chunk.byteLength > total)
          throw spoiled(`its server sends more than the ${total} bytes that it spoke of`);
        await pace.pass(chunk.byteLength);
        await part.append(chunk);
        claim.filled(chunk.byteLength);
        watch.refresh();
      }
    }
    if (part.size < total) throw new Interrupted(`only ${part.size} of ${total} bytes came`);
  } catch (error) {
    throw stopping.signal.aborted
      ? new Interrupted(`nothing came for ${patience / 1_000} s`)
      : readable(error);
  } finally {
    clearTimeout(watch);
    stopping.abort();
  }
}

function readable(error: unknown): unknown {
  if (error instanceof NotFetched || error instanceof Interrupted) return error;
  if ((error as NodeJS.ErrnoException).code === "ENOSPC")
    // What lies there of it would keep others from working, too.
    return spoiled("the disk became full, whoever filled it; what had come of it is taken away");
  if (error instanceof TypeError) return new Interrupted(`the line was cut (${reasonOf(error)})`);
  return error;
}

function spoiled(message: string): NotFetched {
  return new NotFetched(message, { isSpoiled: true });
}

/** Asks for what is missing; a server that has another version of it by now sends all of that. */
function asked({ url, headers, sha256 }: Download, part: Part, signal: AbortSignal): Promise<Response> {
  // Without a word on its version only the digest tells whether two halves belong together.
  const goesOn = part.size > 0 && (part.version || sha256);
  return fetch(url, {
    signal,
    headers: {
      ...headers,
      "accept-encoding": "identity",
      ...(goesOn && { range: `bytes=${part.size}-` }),
      ...(goesOn && part.version && { "if-range": part.version }),
    },
  });
}

/** Makes ready for what comes, and says how large the whole file is. */
async function begun(answer: Response, { size }: Download, part: Part): Promise<number> {
  const { status, headers } = answer;
  const [, from, whole] = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers.get("content-range") ?? "") ?? [];
  if (status === 416) {
    if (Number(whole) === part.size) return part.size;
    await part.begin(undefined);
    throw new Interrupted("its server has less of it than we do");
  }
  if (status === 206 && Number(from) !== part.size) {
    await part.begin(undefined);
    throw new Interrupted("its server goes on at another place than the one that was asked for");
  }
  if (status !== 200 && status !== 206) throw refusal(answer);
  if (status === 200) await part.begin(strong(headers.get("etag")));
  const length = headers.get("content-length");
  const total = status === 206 ? Number(whole) : length === null ? size : Number(length);
  if (!total) throw new NotFetched("its server does not say how large it is, and nobody else does");
  if (size !== undefined && total !== size)
    throw spoiled(`its server speaks of ${total} bytes, and its makers of ${size}`);
  return total;
}

/** Only a strong one says that two halves are of the same file. */
function strong(etag: string | null): string | undefined {
  return etag && /^"[^"]+"$/.test(etag) ? etag : undefined;
}

function refusal({ status, headers }: Response): Error {
  if (status === 429 || status >= 500)
    return new Interrupted(`its server answers ${status}`, secondsOf(headers.get("retry-after")));
  const why: Record<number, string> = {
    401: "it wants a token: set HUGGING_FACE_TOKEN_FILE",
    403: "this token may not have it: accept its makers' terms on its page",
    404: "there is no such file",
  };
  return new NotFetched(why[status] ? `${why[status]} (${status})` : `its server answers ${status}`);
}
