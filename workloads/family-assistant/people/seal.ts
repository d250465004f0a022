import { createHmac, timingSafeEqual } from "node:crypto";
import type { Household, Person } from "./household.ts";

/** What a token opens: the door, what is behind it, or only the calendar. One is never good for another. */
export type Purpose = "link" | "session" | "calendar";

const LENGTH = 32;

/** Makes and knows tokens. None is stored: they follow from the house's secret, the person, and the number of their link. */
export class Seal {
  readonly #secret: string;
  readonly #household: Household;

  constructor(secret: string, household: Household) {
    this.#secret = secret;
    this.#household = household;
  }

  token(purpose: Purpose, { name, link }: Person, until = 0): string {
    const said = [name, until].join("~");
    return `${said}~${this.#mac([purpose, name, link, until]).toString("base64url")}`;
  }

  /** Whose it is, unless it was made by somebody else, for something else, for an older link, or has expired. */
  person(purpose: Purpose, token: string, now = Date.now()): Person | undefined {
    const [name = "", until = "", mac = ""] = token.split("~");
    const person = this.#household.people.find((each) => each.name === name);
    const shown = Buffer.from(mac, "base64url");
    // The same work for somebody who is not there: how long it takes tells nobody who lives here.
    const meant = this.#mac([purpose, name, person?.link ?? 0, Number(until)]);
    const isReal = shown.length === LENGTH && timingSafeEqual(shown, meant);
    if (!person || !isReal || (Number(until) > 0 && Number(until) < now)) return undefined;
    return person;
  }

  #mac(parts: (string | number)[]): Buffer {
    return createHmac("sha256", this.#secret).update(JSON.stringify(parts)).digest();
  }
}
