import type { Body } from "./api.ts";
import { refuse } from "./envelope.ts";

/** Reads a request's body field by field; what has another type than it should is refused with the given code. */
export class Fields {
  readonly #body: Body;
  readonly #code: number;

  constructor(body: Body, code: number) {
    this.#body = body;
    this.#code = code;
  }

  /** Null stands for absent: clients clear a field so. */
  #value(key: string): unknown {
    return this.#body[key] ?? undefined;
  }

  has(key: string): boolean {
    return this.#value(key) !== undefined;
  }

  /** Whether the body speaks of a field at all, be it to clear it. */
  mentions(key: string): boolean {
    return this.#body[key] !== undefined;
  }

  string(key: string): string | undefined {
    return this.#typed(key, "a string", (value) => typeof value === "string") as string | undefined;
  }

  text(key: string): string {
    const value = this.string(key);
    return value?.trim() ? value : this.#refuse(`${key} is required`);
  }

  boolean(key: string): boolean | undefined {
    return this.#typed(key, "a boolean", (value) => typeof value === "boolean") as boolean | undefined;
  }

  number(key: string): number | undefined {
    return this.#typed(key, "a number", (value) => typeof value === "number") as number | undefined;
  }

  strings(key: string): string[] | undefined {
    const isStrings = (value: unknown) =>
      Array.isArray(value) && value.every((each) => typeof each === "string");
    return this.#typed(key, "a list of strings", isStrings) as string[] | undefined;
  }

  objects(key: string): Body[] | undefined {
    const areObjects = (value: unknown) => Array.isArray(value) && value.every(isBody);
    return this.#typed(key, "a list of objects", areObjects) as Body[] | undefined;
  }

  object(key: string): Body | undefined {
    return this.#typed(key, "an object", isBody) as Body | undefined;
  }

  choice<const Word extends string>(key: string, words: readonly Word[]): Word | undefined {
    const value = this.string(key);
    if (value === undefined || words.includes(value as Word)) return value as Word | undefined;
    return this.#refuse(`${key} has to be one of ${words.join(", ")}`);
  }

  /** Timestamps come back in one form, whatever form they were sent in. */
  time(key: string): string | undefined {
    const value = this.string(key);
    if (value === undefined) return undefined;
    if (Number.isNaN(Date.parse(value))) this.#refuse(`${key} has to be a time such as 2026-01-31T00:00:00Z`);
    return new Date(value).toISOString().replace(/\.\d+Z$/, "Z");
  }

  #typed(key: string, said: string, test: (value: unknown) => boolean): unknown {
    const value = this.#value(key);
    return value === undefined || test(value) ? value : this.#refuse(`${key} has to be ${said}`);
  }

  #refuse(message: string): never {
    return refuse(400, this.#code, message);
  }
}

export function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
