import { createHash } from "node:crypto";
import { type Log, PeerProblem } from "../../kit/index.ts";
import { HOUSE } from "../people/index.ts";
import type { Query, Store } from "../store/index.ts";
import type { Router } from "../talk/router.ts";
import { passagesOf } from "./passages.ts";
import type { Qdrant } from "./qdrant.ts";

export interface Paper {
  id: string;
  name: string;
  owner: string;
  at: Date;
  isFound: boolean;
}

export interface Found {
  paper: string;
  text: string;
}

export interface PapersOptions {
  store: Store;
  router: Router;
  qdrant: Qdrant | undefined;
  /** Vectors of two models cannot be compared: each has a collection of its own. */
  model: string;
  log: Log;
}

const AT_ONCE = 32;
const NEAREST = 6;
const MOST_PASSAGES = 2_000;

/** What people hand in to be read. The words stay in the database; Qdrant only finds which of them are near. */
export class Papers {
  readonly #options: PapersOptions;
  readonly #collection: string;

  constructor(options: PapersOptions) {
    this.#options = options;
    this.#collection = `family-${createHash("sha256").update(options.model).digest("hex").slice(0, 12)}`;
  }

  /** Kept at once, and found by its meaning a little later. */
  async add(query: Query, owner: string, name: string, text: string): Promise<void> {
    const passages = passagesOf(text).slice(0, MOST_PASSAGES);
    const [paper] = await query<{ id: string }>(
      "INSERT INTO papers (owner, name) VALUES ($1, $2) RETURNING id",
      [owner, name],
    );
    await query(
      `INSERT INTO passages (owner, paper, position, text)
       SELECT $1, $2, position, text FROM unnest($3::text[]) WITH ORDINALITY AS each (text, position)`,
      [owner, paper?.id, passages],
    );
  }

  list(query: Query): Promise<Paper[]> {
    return query<Paper>(
      `SELECT id, name, owner, at, indexed_in = $1 IS TRUE AS "isFound" FROM papers WHERE NOT gone ORDER BY at DESC`,
      [this.#collection],
    );
  }

  /** Its words go at once, and its vectors as soon as Qdrant can be told. */
  async remove(query: Query, id: string): Promise<void> {
    await query("UPDATE papers SET gone = true WHERE id = $1", [id]);
    await query("DELETE FROM passages WHERE paper = $1", [id]);
  }

  /** Whatever Qdrant says is near: the words come from the database, which shows nobody what is another's. */
  async search(person: string, words: string): Promise<Found[]> {
    const { store, router, qdrant } = this.#options;
    if (!qdrant) throw new PeerProblem("Papers cannot be searched: no Qdrant is set up.");
    const [vector = []] = await router.embed([words]);
    const ids = await qdrant.nearest(this.#collection, vector, [person, HOUSE], NEAREST);
    return store.as(person, (query) =>
      query<Found>(
        `SELECT papers.name AS paper, passages.text FROM passages JOIN papers ON papers.id = passages.paper
         WHERE passages.id::text = ANY($1) ORDER BY array_position($1, passages.id::text)`,
        [ids],
      ),
    );
  }

  /** Tells Qdrant what it does not know yet of what one person sees, and of what it shall forget. */
  async catchUp(person: string): Promise<void> {
    const { store, qdrant, log } = this.#options;
    if (!qdrant) return;
    const known = await store.as(person, (query) => query("SELECT FROM papers LIMIT 1"));
    if (known.length === 0) return;
    const isThere = await qdrant.hasCollection(this.#collection);
    const waiting = await store.as(person, async (query) => {
      // It may have lost its disk: then it has to learn everything anew.
      if (!isThere) await query("UPDATE papers SET indexed_in = NULL WHERE indexed_in IS NOT NULL");
      return query<{ id: string; owner: string; gone: boolean }>(
        "SELECT id, owner, gone FROM papers WHERE gone OR indexed_in IS DISTINCT FROM $1 ORDER BY at",
        [this.#collection],
      );
    });
    for (const { id, owner, gone } of waiting) {
      if (gone) await this.#forget(person, id, qdrant, isThere);
      else await this.#index(person, id, owner, qdrant);
      log.info({ gone }, "Qdrant knows of another paper");
    }
  }

  async #forget(person: string, id: string, qdrant: Qdrant, isThere: boolean): Promise<void> {
    if (isThere) await qdrant.forget(this.#collection, id);
    await this.#options.store.as(person, (query) => query("DELETE FROM papers WHERE id = $1 AND gone", [id]));
  }

  async #index(person: string, paper: string, owner: string, qdrant: Qdrant): Promise<void> {
    const { store, router } = this.#options;
    const passages = await store.as(person, (query) =>
      query<{ id: string; text: string }>(
        "SELECT id, text FROM passages WHERE paper = $1 ORDER BY position",
        [paper],
      ),
    );
    for (let begin = 0; begin < passages.length; begin += AT_ONCE) {
      const some = passages.slice(begin, begin + AT_ONCE);
      const vectors = await router.embed(some.map(({ text }) => text));
      if (begin === 0) await qdrant.makeCollection(this.#collection, vectors[0]?.length ?? 0);
      const points = some.map(({ id }, index) => ({
        id,
        vector: vectors[index] ?? [],
        payload: { owner, paper },
      }));
      await qdrant.put(this.#collection, points);
    }
    await store.as(person, (query) =>
      query("UPDATE papers SET indexed_in = $2 WHERE id = $1", [paper, this.#collection]),
    );
  }
}
