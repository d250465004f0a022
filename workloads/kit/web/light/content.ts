import { formIn } from "./platform.ts";

/** What is sent or comes: known at once, or in pieces. */
export type Source = string | Uint8Array | AsyncIterable<Uint8Array> | null;

/** What a request and a response have in common: a body that is read once, as one form or another. */
export abstract class Content {
  abstract readonly headers: Headers;
  #source: Source;
  #used = false;

  constructor(source: Source) {
    this.#source = source;
  }

  get bodyUsed(): boolean {
    return this.#used;
  }

  get body(): ReadableStream<Uint8Array> | null {
    const source = this.#source;
    if (source === null || isStream(source)) return source;
    const pieces = typeof source === "string" || source instanceof Uint8Array ? [bytesOf(source)] : source;
    const stream = ReadableStream.from(pieces) as ReadableStream<Uint8Array>;
    this.#source = stream;
    return stream;
  }

  async bytes(): Promise<Uint8Array> {
    const source = this.taken();
    if (source === null) return new Uint8Array();
    if (typeof source === "string" || source instanceof Uint8Array) return bytesOf(source);
    const pieces: Uint8Array[] = [];
    for await (const piece of source) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    // A copy of its own: the bytes may lie among those of others.
    return Uint8Array.from(await this.bytes()).buffer;
  }

  async blob(): Promise<Blob> {
    return new Blob([await this.arrayBuffer()], { type: this.#type });
  }

  async formData(): Promise<FormData> {
    return formIn(await this.arrayBuffer(), this.#type);
  }

  /** What comes in pieces may not be more than so many bytes: whoever reads on is told of it. */
  holdTo(bytes: number, refusal: () => Error): void {
    const source = this.#source;
    if (source === null || typeof source === "string" || source instanceof Uint8Array) return;
    this.#source = atMost(source, bytes, refusal);
  }

  /** What it holds, for one reader. */
  taken(): Source {
    if (this.#used || (isStream(this.#source) && this.#source.locked))
      throw new TypeError("Body is unusable: it has been read before");
    this.#used = this.#source !== null;
    return this.#source;
  }

  get #type(): string {
    return this.headers.get("content-type") ?? "";
  }
}

/** By what it can do: to name the platform's class has Node.js load it. */
export function isStream(value: unknown): value is ReadableStream<Uint8Array> {
  return typeof value === "object" && value !== null && "getReader" in value;
}

function bytesOf(source: string | Uint8Array): Uint8Array {
  return typeof source === "string" ? Buffer.from(source) : source;
}

async function* atMost(source: AsyncIterable<Uint8Array>, bytes: number, refusal: () => Error) {
  let size = 0;
  for await (const piece of source) {
    size += piece.byteLength;
    if (size > bytes) throw refusal();
    yield piece;
  }
}
