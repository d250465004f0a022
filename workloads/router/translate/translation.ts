import type { JsonObject } from "../http/json.ts";

/** An event of a stream, as `eventsource-parser` gives it. */
export interface StreamEvent {
  event?: string | undefined;
  data: string;
}

/**
 * Lets a client that speaks one API use a provider that speaks another. Pure: what goes in is left as it is.
 * Two of them make a third (`compose`): Responses over chat, chat over Anthropic.
 */
export interface Translation {
  /** The provider's path below its base URL: `/chat/completions`, `/messages`. */
  path: string;
  /** What the provider is asked. Throws a Fault where the provider's API cannot say it. */
  request(body: JsonObject): JsonObject;
  /** What the client gets; `asked` is its own request. */
  response(answer: JsonObject, asked: JsonObject): JsonObject;
  /** For one answer in events. */
  stream(asked: JsonObject): StreamTranslator;
}

export interface StreamTranslator {
  /** The events for the client that follow from one of the provider's; often one, sometimes none or many. */
  push(event: StreamEvent): StreamEvent[];
  /** What is still to be said when the provider has ended properly. */
  end(): StreamEvent[];
}
