import { validateHeaderName, validateHeaderValue } from "node:http";

type Pairs = Iterable<readonly [string, string]> | Iterable<readonly string[]>;

/** Headers as the platform has them, without the HTTP client that Node.js loads along with its own. */
export class LightHeaders implements Headers {
  readonly #values = new Map<string, string[]>();

  constructor(init: Pairs | Readonly<Record<string, string>> = []) {
    const pairs = Symbol.iterator in init ? init : Object.entries(init);
    for (const [name, value] of pairs) this.append(String(name), String(value));
  }

  append(name: string, value: string): void {
    const key = keyOf(name);
    this.#values.set(key, [...(this.#values.get(key) ?? []), said(key, value)]);
  }

  set(name: string, value: string): void {
    const key = keyOf(name);
    this.#values.set(key, [said(key, value)]);
  }

  delete(name: string): void {
    this.#values.delete(keyOf(name));
  }

  get(name: string): string | null {
    const key = keyOf(name);
    return this.#values.get(key)?.join(key === "cookie" ? "; " : ", ") ?? null;
  }

  has(name: string): boolean {
    return this.#values.has(keyOf(name));
  }

  getSetCookie(): string[] {
    return [...(this.#values.get(COOKIE) ?? [])];
  }

  forEach(use: (value: string, name: string, headers: Headers) => void): void {
    for (const [name, value] of this) use(value, name, this);
  }

  *entries(): HeadersIterator<[string, string]> {
    for (const name of [...this.#values.keys()].sort()) {
      // Those that set cookies are never one: a comma is part of what they say.
      const values = name === COOKIE ? this.getSetCookie() : [this.get(name) ?? ""];
      for (const value of values) yield [name, value];
    }
  }

  *keys(): HeadersIterator<string> {
    for (const [name] of this) yield name;
  }

  *values(): HeadersIterator<string> {
    for (const [, value] of this) yield value;
  }

  [Symbol.iterator](): HeadersIterator<[string, string]> {
    return this.entries();
  }

  get [Symbol.toStringTag](): string {
    return "Headers";
  }

  /** Those that `fetch` answers with are headers, too. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return Object.prototype.toString.call(value) === "[object Headers]";
  }
}

type HeadersIterator<T> = Generator<T, undefined>;

const COOKIE = "set-cookie";

function keyOf(name: string): string {
  validateHeaderName(name);
  return name.toLowerCase();
}

function said(name: string, value: unknown): string {
  const text = String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
  validateHeaderValue(name, text);
  return text;
}
