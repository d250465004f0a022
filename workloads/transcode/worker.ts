import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "../kit/index.ts";
import { Claims, type Said } from "./claims.ts";
import type { Figures } from "./figures.ts";
import { type Film, findFilms, isSame, STATE } from "./film.ts";
import { type Failed, Records } from "./records.ts";
import { freeBytes, NoRoom } from "./room.ts";
import type { Settings } from "./settings.ts";
import { Trash } from "./trash.ts";
import type { Way } from "./ways.ts";
import { type Outcome, type Workshop, workOn } from "./work.ts";

/** What is asked of it from outside. */
export interface Queue {
  waiting: string[];
  working: (Said & { name: string })[];
  failed: Pick<Failed, "name" | "reason">[];
}

/** Looks for films, and works on one at a time; as many as there are of it share the folder. */
export class Worker {
  readonly #settings: Settings;
  readonly #log: Log;
  readonly #figures: Figures;
  readonly #claims: Claims;
  readonly #records: Records;
  readonly #trash: Trash;
  readonly #stop = new AbortController();
  #waitsFor: string | undefined = "it has not looked at its folder yet";

  constructor(settings: Settings, log: Log, figures: Figures) {
    this.#settings = settings;
    this.#log = log;
    this.#figures = figures;
    const state = join(settings.TRANSCODE_SOURCES, STATE);
    this.#claims = new Claims(join(state, "claims"), settings.TRANSCODE_CLAIM_SECONDS);
    this.#records = new Records(state);
    this.#trash = new Trash(join(state, "trash"), this.#records);
  }

  get waitsFor(): string | undefined {
    return this.#waitsFor;
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Until it is stopped. What fails now may succeed later: a server that is away comes back. */
  async run(ways: readonly Way[]): Promise<void> {
    const shop: Workshop = {
      records: this.#records,
      trash: this.#trash,
      results: this.#settings.TRANSCODE_RESULTS,
      ways,
      quality: this.#settings.TRANSCODE_QUALITY,
      keepFree: this.#settings.TRANSCODE_KEEP_FREE,
      tries: this.#settings.TRANSCODE_TRIES,
      tell: (percent) => this.#figures.progress.set(percent / 100),
    };
    while (!this.#stop.signal.aborted) {
      try {
        this.#waitsFor = await this.#round(shop);
      } catch (error) {
        this.#waitsFor = `it cannot go on: ${String(error)}`;
        this.#log.error({ error: String(error) }, "a round through the folder failed");
      }
      await this.#rest();
    }
  }

  async queue(): Promise<Queue> {
    const films = await findFilms(this.#settings.TRANSCODE_SOURCES);
    const standing = await this.#claims.standing();
    const queue: Queue = { waiting: [], working: [], failed: [] };
    for (const film of films) {
      const said = standing.get(film.key);
      const failed = await this.#failed(film);
      if (failed) queue.failed.push({ name: film.name, reason: failed.reason });
      else if (said) queue.working.push({ name: film.name, ...said });
      else queue.waiting.push(film.name);
    }
    return queue;
  }

  /** Says what it waits for, if that is not only films. */
  async #round(shop: Workshop): Promise<string | undefined> {
    const films = await findFilms(this.#settings.TRANSCODE_SOURCES);
    this.#figures.queue.set(films.length);
    this.#figures.free.set(await freeBytes(this.#settings.TRANSCODE_RESULTS));
    let waitsFor: string | undefined;
    for (const film of films) {
      if (this.#stop.signal.aborted) return waitsFor;
      if (!this.#isSettled(film) || (await this.#failed(film))) continue;
      try {
        await this.#workOn(film, shop);
      } catch (error) {
        // The next film may be another matter.
        waitsFor = error instanceof NoRoom ? error.message : `a film cannot be worked on: ${String(error)}`;
        this.#log.warn({ film: film.key, reason: waitsFor }, "is left for later");
      }
    }
    await this.#tidy(films);
    return waitsFor;
  }

  async #workOn(film: Film, shop: Workshop): Promise<void> {
    const claim = await this.#claims.take(film.key);
    if (!claim) return;
    this.#waitsFor = undefined;
    const end = this.#figures.seconds.startTimer();
    // Its key and not its name: what a house watches is in no log. The queue knows both.
    const about = { film: film.key, bytes: film.identity.bytes, holder: claim.number };
    try {
      this.#log.info(about, "begins");
      const outcome = await workOn(film, claim, shop, this.#stop.signal);
      this.#tell(outcome, about, end());
    } catch (error) {
      if (!this.#stop.signal.aborted && !claim.lost.aborted) throw error;
      this.#log.warn(about, claim.lost.aborted ? "was taken over by another worker" : "is left for later");
    } finally {
      this.#figures.progress.set(0);
      await claim.release();
    }
  }

  #tell(outcome: Outcome, about: object, seconds: number): void {
    this.#figures.films.inc({ outcome });
    const words = {
      done: "done",
      failed: "failed, and stays; the queue says why",
      left: "is another file now",
    };
    this.#log[outcome === "failed" ? "warn" : "info"](
      { ...about, seconds: Math.round(seconds) },
      words[outcome],
    );
  }

  /** A film that was changed since it failed is another one. */
  async #failed({ key, identity }: Film): Promise<Failed | undefined> {
    const failed = await this.#records.failed(key);
    return failed && isSame(identity, failed.source) ? failed : undefined;
  }

  #isSettled({ identity }: Film): boolean {
    return Date.now() - identity.changed >= this.#settings.TRANSCODE_SETTLE_SECONDS * 1000;
  }

  async #rest(): Promise<void> {
    const { signal } = this.#stop;
    await sleep(this.#settings.TRANSCODE_SCAN_SECONDS * 1000, undefined, { signal }).catch(() => undefined);
  }

  /** Claims on films that are gone: their holders were lost after the last step. */
  async #tidy(films: readonly Film[]): Promise<void> {
    const there = new Set(films.map(({ key }) => key));
    for (const key of await this.#claims.keys()) {
      if (!there.has(key)) await (await this.#claims.take(key))?.release();
    }
    const deleted = await this.#trash.empty(this.#settings.TRANSCODE_TRASH_DAYS);
    if (deleted > 0) this.#log.info({ deleted }, "emptied the trash");
  }
}
