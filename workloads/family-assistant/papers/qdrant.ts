import * as z from "zod";
import { ask, askFor, PeerProblem } from "../../kit/index.ts";

export interface Point {
  id: string;
  vector: number[];
  payload: { owner: string; paper: string };
}

const exists = z.object({ result: z.object({ exists: z.boolean() }) });
const found = z.object({ result: z.object({ points: z.array(z.object({ id: z.string() })) }) });

const PATIENCE_MS = 20_000;

/** The vectors of passages, by Qdrant's HTTP API. It is told whose they are, and no word of what they say. */
export class Qdrant {
  readonly #url: string;
  readonly #key: string | undefined;

  constructor(url: string, key: string | undefined) {
    this.#url = url;
    this.#key = key;
  }

  async hasCollection(name: string): Promise<boolean> {
    return (await askFor(this.#at(`/collections/${name}/exists`), exists)).result.exists;
  }

  async makeCollection(name: string, size: number): Promise<void> {
    const body = { vectors: { size, distance: "Cosine" } };
    try {
      await ask({ ...this.#at(`/collections/${name}`), method: "PUT", body });
    } catch (error) {
      // Another was faster.
      if (!(error instanceof PeerProblem && error.status === 409)) throw error;
    }
  }

  async put(collection: string, points: readonly Point[]): Promise<void> {
    await ask({
      ...this.#at(`/collections/${collection}/points?wait=true`),
      method: "PUT",
      body: { points },
    });
  }

  /** The ids of the nearest, the nearest first. */
  async nearest(
    collection: string,
    vector: number[],
    owners: readonly string[],
    limit: number,
  ): Promise<string[]> {
    const filter = { must: [{ key: "owner", match: { any: owners } }] };
    const body = { query: vector, filter, limit, with_payload: false };
    const { result } = await askFor({ ...this.#at(`/collections/${collection}/points/query`), body }, found);
    return result.points.map(({ id }) => id);
  }

  async forget(collection: string, paper: string): Promise<void> {
    const filter = { must: [{ key: "paper", match: { value: paper } }] };
    await ask({
      ...this.#at(`/collections/${collection}/points/delete?wait=true`),
      body: { filter },
    });
  }

  #at(path: string) {
    const headers: Record<string, string> = this.#key ? { "api-key": this.#key } : {};
    return { who: "Qdrant", url: new URL(path, this.#url), headers, patience: PATIENCE_MS };
  }
}
