import type { Seerr } from "./seerr.ts";

const KNOWN_MS = 10 * 60_000;
/** Somebody who has just told Seerr who they are does not want to wait for long. */
const ASKED_AGAIN_MS = 15_000;

/** Who of Discord is who of Seerr: people say so themselves, in their settings there. */
export class People {
  readonly #seerr: Pick<Seerr, "discordIds">;
  #asked = Number.NEGATIVE_INFINITY;
  #known: Promise<Map<string, number[]>> | undefined;

  constructor(seerr: Pick<Seerr, "discordIds">) {
    this.#seerr = seerr;
  }

  /** Nobody, where nobody says so, or two do: then nobody can tell whose wish it is. */
  async find(discord: string): Promise<number | "nobody" | "several"> {
    const found = (await this.#all(KNOWN_MS)).get(discord) ?? (await this.#all(ASKED_AGAIN_MS)).get(discord);
    const [user, another] = found ?? [];
    if (another !== undefined) return "several";
    return user ?? "nobody";
  }

  #all(oldest: number): Promise<Map<string, number[]>> {
    const now = performance.now();
    if (this.#known && now - this.#asked < oldest) return this.#known;
    this.#asked = now;
    const asked = this.#read();
    this.#known = asked;
    // What went wrong is asked anew by the next one.
    asked.catch(() => {
      if (this.#known === asked) this.#known = undefined;
    });
    return asked;
  }

  async #read(): Promise<Map<string, number[]>> {
    const known = new Map<string, number[]>();
    for (const { user, discord } of await this.#seerr.discordIds())
      known.set(discord, [...(known.get(discord) ?? []), user]);
    return known;
  }
}
