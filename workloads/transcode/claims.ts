import { randomUUID } from "node:crypto";
import { type FileHandle, link, mkdir, open, readdir, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

/** So often a claim has to be seen unchanged, besides the time, before it counts as left: one look may be a stale one. */
const LOOKS = 4;
const BEATS = 6;

interface Silence {
  said: string;
  since: number;
  looks: number;
}

/** What a holder tells of itself; `beat` differs each time. */
export interface Said {
  holder: string;
  beat: number;
  percent: number;
}

/**
 * Who works on what, as files on a disk that many machines share, and that may be NFS: made by `link`, which only one can
 * do. A claim is kept by writing into it. Whoever sees that nothing is written any more does not take it away, which two
 * could do at once and the second to the wrong one, but makes the next of its number. The highest number holds.
 * No clock of another machine is asked for anything.
 */
export class Claims {
  readonly #folder: string;
  readonly #expires: number;
  readonly #silences = new Map<string, Silence>();
  readonly holder = randomUUID().slice(0, 8);

  constructor(folder: string, seconds: number) {
    this.#folder = folder;
    this.#expires = seconds * 1000;
  }

  /** Nothing, where somebody else holds it. */
  async take(key: string): Promise<Claim | undefined> {
    const highest = (await this.#numbers(key)).at(-1) ?? 0;
    if (highest === 0) this.#silences.delete(key);
    else if (!(await this.#isLeft(key, highest))) return undefined;
    const file = this.#file(key, highest + 1);
    const handle = await this.#make(file);
    if (!handle) return undefined;
    const claim = new Claim({
      number: highest + 1,
      handle,
      expires: this.#expires,
      holder: this.holder,
      isHighest: async () => (await this.#numbers(key)).at(-1) === highest + 1,
      remove: async () => {
        for (const number of await this.#numbers(key))
          if (number <= highest + 1) await unlinked(this.#file(key, number));
      },
    });
    // Somebody may have looked before the last one was removed, and be further.
    if (await claim.isMine()) return claim;
    claim.stop();
    await handle.close();
    await unlinked(file);
    return undefined;
  }

  /** What is held, by its key, and what its holder says. */
  async standing(): Promise<Map<string, Said>> {
    const held = new Map<string, Said>();
    for (const name of (await this.#names()).sort(byNumber)) {
      const said = readSaid(await textOf(join(this.#folder, name)));
      if (said) held.set(keyOf(name), said);
    }
    return held;
  }

  async keys(): Promise<string[]> {
    return [...new Set((await this.#names()).map(keyOf))];
  }

  async #make(file: string): Promise<FileHandle | undefined> {
    await mkdir(this.#folder, { recursive: true });
    const own = join(this.#folder, `.${randomUUID()}`);
    const handle = await open(own, "wx");
    try {
      await handle.write(JSON.stringify({ holder: this.holder, beat: 0, percent: 0 } satisfies Said), 0);
      await handle.sync();
      await link(own, file);
    } catch (error) {
      // The answer of a server may be lost while what was asked is done: two names of one file are the proof.
      const isDone = (await handle.stat()).nlink === 2;
      if (!isDone) {
        await handle.close();
        await unlinked(own);
        if ((error as NodeJS.ErrnoException).code === "EEXIST") return undefined;
        throw error;
      }
    }
    await unlinked(own);
    return handle;
  }

  async #isLeft(key: string, number: number): Promise<boolean> {
    const said = `${number} ${await textOf(this.#file(key, number))}`;
    const now = performance.now();
    const silence = this.#silences.get(key);
    if (silence?.said !== said) {
      this.#silences.set(key, { said, since: now, looks: 1 });
      return false;
    }
    silence.looks += 1;
    return silence.looks >= LOOKS && now - silence.since >= this.#expires;
  }

  async #numbers(key: string): Promise<number[]> {
    const names = (await this.#names()).filter((name) => keyOf(name) === key);
    return names.map(numberOf).sort((one, other) => one - other);
  }

  async #names(): Promise<string[]> {
    await mkdir(this.#folder, { recursive: true });
    return (await readdir(this.#folder)).filter((name) => /^[0-9a-f]+\.\d+$/.test(name));
  }

  #file(key: string, number: number): string {
    return join(this.#folder, `${key}.${number}`);
  }
}

interface Held {
  number: number;
  handle: FileHandle;
  expires: number;
  holder: string;
  isHighest(): Promise<boolean>;
  remove(): Promise<void>;
}

/** One film, held: kept until it is released, or lost. */
export class Claim {
  readonly #held: Held;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #beat = 0;
  #lastBeat = performance.now();
  #percent = 0;

  constructor(held: Held) {
    this.#held = held;
    this.#timer = setInterval(() => void this.#write(), held.expires / BEATS);
  }

  /** How many have held this film, with this one. */
  get number(): number {
    return this.#held.number;
  }

  /** Ends what is done in its name, as soon as somebody else may think that it is left. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  tell(percent: number): void {
    this.#percent = percent;
  }

  /** Asked before whatever cannot be taken back. */
  async isMine(): Promise<boolean> {
    if (performance.now() - this.#lastBeat > this.#held.expires / 2) return false;
    return !this.#lost.signal.aborted && (await this.#held.isHighest());
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async release(): Promise<void> {
    this.stop();
    const isMine = await this.isMine();
    await this.#held.handle.close();
    if (isMine) await this.#held.remove();
  }

  async #write(): Promise<void> {
    const { handle, holder, expires } = this.#held;
    try {
      this.#beat += 1;
      const said = JSON.stringify({ holder, beat: this.#beat, percent: this.#percent } satisfies Said);
      // Into the file that was made, and not to its name: that may be another one's by now.
      await handle.write(said.padEnd(80), 0);
      await handle.sync();
      this.#lastBeat = performance.now();
      if (!(await this.#held.isHighest())) this.#lost.abort();
    } catch {
      if (performance.now() - this.#lastBeat > expires / 2) this.#lost.abort();
    }
  }
}

function keyOf(name: string): string {
  return name.slice(0, name.indexOf("."));
}

function numberOf(name: string): number {
  return Number(name.slice(name.indexOf(".") + 1));
}

function byNumber(one: string, other: string): number {
  return numberOf(one) - numberOf(other);
}

function readSaid(text: string | undefined): Said | undefined {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(() => undefined);
}

async function unlinked(file: string): Promise<void> {
  await unlink(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}
