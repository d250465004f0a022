import { type Call, Fault } from "../http/index.ts";

/** What happens in the router, for those who watch. Never what was asked or answered. */
export type LiveEvent =
  | { type: "started"; id: string; keyId: string; api: string; model: string; stream: boolean }
  | { type: "first-byte"; id: string; provider: string; ms: number }
  | {
      type: "ended";
      id: string;
      provider: string;
      status: number;
      ms: number;
      promptTokens: number | undefined;
      completionTokens: number | undefined;
      fault: string | undefined;
    }
  | { type: "provider"; provider: string; up: boolean; reason: string | undefined }
  | { type: "config"; accepted: boolean; reason: string | undefined };

const WATCHERS = 32;
const BACKLOG = 256 * 1024;
const HEARTBEAT_MS = 15_000;

/** Tells what happens to whoever has connected. Somebody who reads too slowly is let go: nothing is kept for long. */
export class Events {
  readonly #watchers = new Set<Call["response"]>();
  #heartbeat: NodeJS.Timeout | undefined;
  #count = 0;
  #closed = false;

  /** Ask before an event is made: mostly nobody watches. */
  get watched(): boolean {
    return this.#watchers.size > 0;
  }

  tell(event: LiveEvent): void {
    if (!this.watched) return;
    this.#count++;
    const data = JSON.stringify({ at: Date.now(), ...event });
    this.#write(`id: ${this.#count}\nevent: ${event.type}\ndata: ${data}\n\n`);
  }

  follow({ response, headers }: Call): void {
    if (this.#closed) throw busy("stopping", "The router is about to stop. Ask again in a moment.");
    if (this.#watchers.size >= WATCHERS) {
      throw busy("too_many_watchers", `${WATCHERS} clients watch already. Close one of them.`);
    }
    headers.push("content-type", "text/event-stream", "cache-control", "no-store", "x-accel-buffering", "no");
    response.writeHead(200, headers).write("retry: 2000\n: what happens from now on\n\n");
    this.#watchers.add(response);
    this.#heartbeat ??= setInterval(() => this.#write(": still here\n\n"), HEARTBEAT_MS).unref();
    response.once("close", () => this.#leave(response));
  }

  /** Before the server closes: it would wait for those who watch. */
  close(): void {
    this.#closed = true;
    for (const response of this.#watchers) {
      this.#leave(response);
      response.end(": the router stops\n\n");
    }
  }

  #write(text: string): void {
    for (const response of this.#watchers) {
      if (response.writableLength < BACKLOG) response.write(text);
      else {
        this.#leave(response);
        // Its end will hardly be read in time: what is in between is thrown away with the connection.
        response.end(": you read too slowly; connect again\n\n");
        setTimeout(() => response.destroy(), HEARTBEAT_MS).unref();
      }
    }
  }

  #leave(response: Call["response"]): void {
    this.#watchers.delete(response);
    if (this.watched) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
  }
}

function busy(code: string, message: string): Fault {
  return new Fault({ status: 503, kind: "overloaded", code, message, retryAfter: 30 });
}
