import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import * as z from "zod";
import type { Log } from "../../kit/index.ts";
import { reasonOf } from "../../kit/postgres/index.ts";
import { checked } from "../../kit/web/index.ts";
import { isEnd, type Run } from "../runs/index.ts";
import { type Changes, changesSince, type Database } from "../store/index.ts";
import { Wake } from "../work/wake.ts";
import { shownRun, shownStep } from "./shown.ts";

const MOST_OF_A_PERSON = 20;
/** Proxies end what is silent for a minute; and what nobody told, is seen then. */
const BEAT_MS = 15_000;

interface Listener {
  person: string;
  run: string;
  wake: Wake;
}

/** Tells whoever listens to a run what has changed in it. What is told are states: who comes late has missed nothing. */
export class Feed {
  readonly #database: Database;
  readonly #log: Log;
  readonly #listeners = new Set<Listener>();
  readonly #closing = new AbortController();
  readonly #unheard: () => void;

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
    this.#unheard = database.onChange((run) => {
      for (const each of this.#listeners) if (run === undefined || run === each.run) each.wake.now();
    });
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Lets everybody go, who come again with the last id that they have: a stream would else keep the server from ending. */
  close(): void {
    this.#closing.abort();
    this.#unheard();
    for (const { wake } of this.#listeners) wake.now();
  }

  async listen(context: Context, person: string, run: Run): Promise<Response> {
    const since = checked(
      context.req.header("last-event-id") ?? "0",
      z.string().regex(/^\d{1,18}$/, "is no id of an event"),
      "last-event-id",
    );
    // The one answer after which a browser does not come again.
    if (isEnd(run.state) && BigInt(run.changed) <= BigInt(since)) return context.body(null, 204);
    const own = [...this.#listeners].filter((each) => each.person === person).length;
    if (own >= MOST_OF_A_PERSON)
      throw new HTTPException(429, {
        message: `You listen to ${own} runs already. End one of these streams.`,
      });
    // Without it a proxy would keep what is told until it has a whole page of it.
    context.header("x-accel-buffering", "no");
    return streamSSE(context, async (stream) => {
      const listener = { person, run: run.id, wake: new Wake() };
      this.#listeners.add(listener);
      stream.onAbort(() => listener.wake.now());
      try {
        await this.#tell(stream, listener, since);
      } finally {
        this.#listeners.delete(listener);
      }
    });
  }

  async #tell(stream: SSEStreamingApi, { run, wake }: Listener, since: string): Promise<void> {
    let last = since;
    while (!this.#closing.signal.aborted && !stream.aborted) {
      try {
        const changes = await changesSince(this.#database.asks, run, last);
        if (!changes) return;
        const isNews = BigInt(changes.run.changed) > BigInt(last);
        last = await tellAll(stream, changes, last);
        if (isEnd(changes.run.state)) return;
        if (!isNews) await stream.write(": still here\n\n");
      } catch (error) {
        this.#log.warn({ reason: reasonOf(error) }, "cannot see what has changed in a run");
      }
      await wake.within(BEAT_MS);
    }
  }
}

/** The run's own state comes last: whoever hears of its end has heard everything. */
async function tellAll(stream: SSEStreamingApi, { run, steps }: Changes, since: string): Promise<string> {
  const last = [run, ...steps]
    .map(({ changed }) => BigInt(changed))
    .reduce((one, other) => (one > other ? one : other));
  if (last <= BigInt(since)) return since;
  for (const step of steps) await stream.writeSSE({ event: "step", data: JSON.stringify(shownStep(step)) });
  await stream.writeSSE({ event: "run", data: JSON.stringify(shownRun(run)), id: String(last) });
  return String(last);
}
