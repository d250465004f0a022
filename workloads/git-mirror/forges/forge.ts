import { setTimeout as sleep } from "node:timers/promises";
import type * as z from "zod";
import { ask, askFor, type Log, PeerProblem, type Question } from "../../kit/index.ts";

/** A repository at the target that this program made. */
export interface Project {
  id: string;
  path: string;
  /** Where Git finds it. */
  url: string;
  isArchived: boolean;
  defaultBranch: string | undefined;
}

/** Where the copies are: one group for each owner. */
export interface Forge {
  readonly name: string;
  /** Makes the group where it is missing, and says which of its repositories are copies of ours. */
  open(group: string): Promise<Project[]>;
  create(group: string, path: string, description: string): Promise<Project>;
  /** Says which branch people see first. */
  show(project: Project, branch: string): Promise<void>;
  archive(project: Project, isArchived: boolean): Promise<void>;
}

/** What a copy is known by: whatever somebody made by hand is described otherwise, and left alone. */
export const MARK = "A copy of GitHub's ";

export interface ForgeOptions {
  url: string;
  token: string;
  /** Seconds that may be waited where it says so. */
  longestWait: number;
  log: Log;
}

const ATTEMPTS = 4;

/** Asks a forge, and asks again when it is busy or wants to be asked later. */
export class Patient {
  readonly #who: string;
  readonly #options: ForgeOptions;
  readonly #headers: Record<string, string>;

  constructor(who: string, options: ForgeOptions, headers: Record<string, string>) {
    this.#who = who;
    this.#options = options;
    this.#headers = headers;
  }

  async do(path: string, more: Pick<Question, "method" | "body"> = {}): Promise<void> {
    await this.#again(() => ask(this.#question(path, more)));
  }

  get<Schema extends z.ZodType>(path: string, schema: Schema, more: Pick<Question, "method" | "body"> = {}) {
    return this.#again(() => askFor(this.#question(path, more), schema));
  }

  /** Nothing, where there is no such thing. */
  async find<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema> | undefined> {
    try {
      return await this.get(path, schema);
    } catch (error) {
      if (error instanceof PeerProblem && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Page by page, until one is empty: who says how many a page holds is the server. */
  async all<Item>(path: string, schema: z.ZodType<Item[]>): Promise<Item[]> {
    const found: Item[] = [];
    for (let page = 1; ; page++) {
      const items = await this.get(`${path}${path.includes("?") ? "&" : "?"}page=${page}`, schema);
      if (items.length === 0) return found;
      found.push(...items);
    }
  }

  #question(path: string, more: Pick<Question, "method" | "body">): Question {
    return {
      who: this.#who,
      url: `${this.#options.url.replace(/\/$/, "")}${path}`,
      headers: this.#headers,
      ...more,
    };
  }

  async #again<Result>(asked: () => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await asked();
      } catch (error) {
        const isBusy = error instanceof PeerProblem && (error.status === 429 || (error.status ?? 0) >= 500);
        const seconds = isBusy ? (error.retryAfter ?? 2 ** attempt) : 0;
        if (!isBusy || attempt === ATTEMPTS || seconds > this.#options.longestWait) throw error;
        this.#options.log.warn({ seconds }, `${this.#who} wants to be asked later`);
        await sleep(seconds * 1_000);
      }
    }
  }
}
