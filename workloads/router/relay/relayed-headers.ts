import type { IncomingHttpHeaders } from "node:http";
import type { Candidate } from "../routing/index.ts";
import type { Ask } from "./ask.ts";
import type { Form } from "./forms/form.ts";

/** Who answers, and how the answer begins. */
export interface Answered {
  candidate: Candidate;
  headers: IncomingHttpHeaders;
  form: Form | undefined;
}

/** Of a provider's headers, those that mean something to its client. */
const RELAYED =
  /^(content-type|retry-after|x-ratelimit-.*|anthropic-ratelimit-.*|openai-processing-ms|content-disposition)$/;

const STREAM = [
  "content-type",
  "text/event-stream; charset=utf-8",
  "cache-control",
  "no-cache",
  "x-accel-buffering",
  "no",
];

/** What an answer says of itself. Without one: a stream that must begin before anybody has answered. */
export function relayedHeaders(ask: Ask, answered: Answered | undefined, length?: number): string[] {
  if (!answered) return STREAM;
  const { candidate, headers, form } = answered;
  const streamed = form !== undefined && !form.whole && ask.facts.stream;
  const relayed = streamed ? [...STREAM] : [];
  for (const name in headers) {
    const value = headers[name];
    if (typeof value !== "string" || !RELAYED.test(name) || (streamed && name === "content-type")) continue;
    relayed.push(name, value);
  }
  if (length !== undefined) relayed.push("content-length", String(length));
  relayed.push(
    "x-router-provider",
    candidate.provider.name,
    "x-router-model",
    plain(candidate.providerModel),
    "x-router-decision",
    ask.why,
  );
  return relayed;
}

/** Providers name their models as they like; a header takes no more than ASCII. */
function plain(name: string): string {
  return /^[\x20-\x7e]*$/.test(name) ? name : encodeURIComponent(name);
}
