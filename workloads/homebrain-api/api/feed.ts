import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { streamSSE } from "hono/streaming";

const MOST = 200;
/** Proxies end what is silent for a minute. */
const BEAT_MS = 25_000;

type Send = (event: string, data: string) => void;

/** Tells whoever listens of every round that changed something. */
export class Feed {
  readonly #listeners = new Map<Send, () => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  tell(event: string, data: string): void {
    for (const send of this.#listeners.keys()) send(event, data);
  }

  /** Lets everybody go: a stream would else keep the server from ending. */
  end(): void {
    for (const leave of this.#listeners.values()) leave();
  }

  listen(context: Context, first: string): Response {
    if (this.#listeners.size >= MOST)
      throw new HTTPException(503, { message: `${MOST} listen already. Ask /api/house from time to time.` });
    // Without it a proxy would keep what is told until it has a whole page of it.
    context.header("x-accel-buffering", "no");
    return streamSSE(context, async (stream) => {
      await new Promise<void>((leave) => {
        const send: Send = (event, data) => void stream.writeSSE({ event, data }).catch(leave);
        const beat = setInterval(() => void stream.write(": still here\n\n").catch(leave), BEAT_MS);
        const gone = () => {
          clearInterval(beat);
          this.#listeners.delete(send);
          leave();
        };
        stream.onAbort(gone);
        this.#listeners.set(send, gone);
        send("house", first);
      });
    });
  }
}
