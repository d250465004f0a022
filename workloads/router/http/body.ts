import type { IncomingMessage, ServerResponse } from "node:http";
import { decompressed } from "./compression.ts";
import { Fault } from "./fault.ts";
import { tooLarge } from "./too-large.ts";

// Beyond it a client could make us set memory aside by a header alone.
const ALLOCATED_AT_ONCE = 1024 * 1024;

/** How long a body may stand still. A slow line is no fault, a silent one holds a place for nothing. */
export const BODY_IDLE_MS = 30_000;

/** Requests whose client sends its body only after "100 Continue", until that is said; and what says it. */
export const waiting = new WeakMap<IncomingMessage, ServerResponse>();

/** The whole body, decompressed. Refuses one that is too large as early as it can be known. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const declared = request.headers["content-length"];
  const length = declared === undefined ? undefined : Number(declared);
  if (length !== undefined && length > limit) throw tooLarge(limit);
  if (request.headers.expect !== undefined) {
    waiting.get(request)?.writeContinue();
    waiting.delete(request);
  }
  const bytes = await received(request, length, limit);
  const encoding = request.headers["content-encoding"];
  return encoding === undefined ? bytes : decompressed(bytes, encoding, limit);
}

function received(request: IncomingMessage, length: number | undefined, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const body =
      length !== undefined && length <= ALLOCATED_AT_ONCE ? new KnownBody(length) : new GrowingBody();
    const silence = setTimeout(() => finish(silent()), BODY_IDLE_MS);

    function finish(problem?: Fault): void {
      clearTimeout(silence);
      request.off("data", take).off("end", finish).off("close", leave).off("error", leave);
      if (!problem) {
        resolve(body.whole());
        return;
      }
      // What still comes is dropped as it comes: nobody reads it, and the answer has to get through.
      request.on("error", ignore).resume();
      reject(problem);
    }
    function take(chunk: Buffer): void {
      silence.refresh();
      body.add(chunk);
      if (body.size > limit) finish(tooLarge(limit));
    }
    function leave(): void {
      finish(gone());
    }
    if (request.destroyed) return leave();
    request.on("data", take).once("end", finish).once("close", leave).once("error", leave);
  });
}

function ignore(): void {}

/** A body whose length was said: at most one copy, and none when it comes in one piece. */
class KnownBody {
  size = 0;
  readonly #length: number;
  #only: Buffer | undefined;
  #bytes: Buffer | undefined;

  constructor(length: number) {
    this.#length = length;
  }

  add(chunk: Buffer): void {
    if (this.#only === undefined) this.#only = chunk;
    else {
      this.#bytes ??= this.#start(this.#only);
      chunk.copy(this.#bytes, this.size);
    }
    this.size += chunk.length;
  }

  whole(): Buffer {
    return this.#bytes ?? this.#only ?? Buffer.alloc(0);
  }

  #start(first: Buffer): Buffer {
    const bytes = Buffer.allocUnsafeSlow(this.#length);
    first.copy(bytes);
    return bytes;
  }
}

class GrowingBody {
  size = 0;
  readonly #chunks: Buffer[] = [];

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.size += chunk.length;
  }

  whole(): Buffer {
    return Buffer.concat(this.#chunks, this.size);
  }
}

function silent(): Fault {
  return new Fault({
    status: 408,
    kind: "timeout",
    code: "body_timeout",
    message: `Nothing more of the body has come for ${BODY_IDLE_MS / 1000} seconds. Send it again.`,
  });
}

/** Nobody reads it any more; the status is what logs and usage show. */
function gone(): Fault {
  return new Fault({
    status: 499,
    kind: "invalid_request",
    code: "client_closed",
    message: "The client went away before its request was complete.",
  });
}
