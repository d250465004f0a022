import { createParser, type EventSourceParser } from "eventsource-parser";
import { isObject } from "../../http/json.ts";
import type { Counted, StreamEvent, StreamTranslator, UsageReader } from "../../translate/index.ts";
import { brokenStream, faultInStream } from "../upstream-fault.ts";
import type { Form } from "./form.ts";
import { isUsageOnly } from "./pass-stream.ts";

/** No event of any provider is near this; what is longer would only fill our memory. */
const LONGEST_EVENT = 16 * 1024 * 1024;

export interface TranslatedStreamParts {
  /** Mends what the provider does wrong, before anybody looks at it. */
  repair?: StreamTranslator | undefined;
  /** Without it, the client speaks the provider's own API. */
  translator?: StreamTranslator | undefined;
  usage: UsageReader;
  /** The client did not ask for usage, so the event that has nothing else is not for it. */
  strip: boolean;
}

/** A stream that is mended, or put into another API's words, event by event. */
export class TranslatedStream implements Form {
  readonly whole = false;
  pieces = 0;
  #parser: EventSourceParser;
  #decoder = new TextDecoder();
  #repair: StreamTranslator | undefined;
  #translator: StreamTranslator | undefined;
  #usage: UsageReader;
  #strip: boolean;
  #ended = false;
  #out: StreamEvent[] = [];
  #unfinished = 0;

  constructor({ repair, translator, usage, strip }: TranslatedStreamParts) {
    this.#repair = repair;
    this.#translator = translator;
    this.#usage = usage;
    this.#strip = strip;
    this.#parser = createParser({
      onEvent: (event) => {
        this.#unfinished = 0;
        for (const mended of this.#repair?.push(event) ?? [event]) this.#take(mended);
      },
    });
  }

  get tokens(): Counted {
    return this.#usage.counted;
  }

  push(piece: Buffer): Buffer | undefined {
    this.#unfinished += piece.length;
    if (this.#unfinished > LONGEST_EVENT) throw brokenStream("an event of it never ended");
    this.#parser.feed(this.#decoder.decode(piece, { stream: true }));
    return this.#written();
  }

  end(): Buffer | undefined {
    for (const mended of this.#repair?.end() ?? []) this.#take(mended);
    if (!this.#ended) throw brokenStream("it ended before its answer did");
    this.#out.push(...(this.#translator?.end() ?? []));
    return this.#written();
  }

  #take(event: StreamEvent): void {
    if (this.pieces === 0) {
      const fault = faultInStream(Buffer.from(written(event)));
      if (fault) throw fault;
    }
    this.pieces++;
    const json = event.data === "[DONE]" ? undefined : parsed(event.data);
    if (json) this.#usage.read(json);
    this.#ended ||= !json || json.type === "message_stop" || hasFinished(json);
    if (json && this.#strip && isUsageOnly(json)) return;
    this.#out.push(...(this.#translator?.push(event) ?? [event]));
  }

  #written(): Buffer | undefined {
    if (this.#out.length === 0) return undefined;
    const text = this.#out.map(written).join("");
    this.#out = [];
    return Buffer.from(text);
  }
}

function written({ event, data }: StreamEvent): string {
  return event ? `event: ${event}\ndata: ${data}\n\n` : `data: ${data}\n\n`;
}

function parsed(data: string) {
  try {
    const json: unknown = JSON.parse(data);
    return isObject(json) ? json : undefined;
  } catch {
    throw brokenStream("an event of it is no JSON");
  }
}

/** Not everybody says `[DONE]`. */
function hasFinished({ choices }: Record<string, unknown>): boolean {
  return (
    Array.isArray(choices) &&
    choices.some((choice) => isObject(choice) && typeof choice.finish_reason === "string")
  );
}
