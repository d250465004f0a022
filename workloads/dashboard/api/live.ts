import { EventSourceParserStream } from "eventsource-parser/stream";
import { ApiError, request } from "./client.ts";

export interface Following<Event> {
  path: string;
  heard(event: Event): void;
  /** Whether what is shown is as it is now. */
  turned(live: boolean): void;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
/** The router says something every 15 seconds, if only that it is still there. */
const SILENCE_MS = 40_000;

/** Hears events until it is told to stop, over as many connections as that takes. An EventSource could show no key. */
export function follow<Event>({ path, heard, turned }: Following<Event>): () => void {
  const stopped = new AbortController();
  void (async () => {
    let pause = FIRST_PAUSE_MS;
    while (!stopped.signal.aborted) {
      try {
        await hearOnce(path, stopped.signal, heard, () => {
          pause = FIRST_PAUSE_MS;
          turned(true);
        });
      } catch (error) {
        // The session is over, or this key may not listen: to ask again would change neither.
        if (error instanceof ApiError && [401, 403].includes(error.status)) return turned(false);
      }
      if (stopped.signal.aborted) return;
      turned(false);
      await rest(pause, stopped.signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  })();
  return () => stopped.abort();
}

async function hearOnce<Event>(
  path: string,
  stopped: AbortSignal,
  heard: (event: Event) => void,
  opened: () => void,
): Promise<void> {
  const silent = new AbortController();
  const watchdog = () => setTimeout(() => silent.abort(), SILENCE_MS);
  let timer = watchdog();
  try {
    const { body } = await request(path, { signal: AbortSignal.any([stopped, silent.signal]) });
    opened();
    const stillThere = new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        clearTimeout(timer);
        timer = watchdog();
        controller.enqueue(bytes);
      },
    });
    const events = body
      ?.pipeThrough(stillThere)
      .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
      .pipeThrough(new EventSourceParserStream())
      .getReader();
    for (let next = await events?.read(); next && !next.done; next = await events?.read()) {
      heard(JSON.parse(next.value.data) as Event);
    }
  } finally {
    clearTimeout(timer);
  }
}

function rest(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    stopped.addEventListener("abort", () => {
      clearTimeout(timer);
      done();
    });
  });
}
