import { Fault, type FaultDetails } from "../http/fault.ts";
import { isObject, parseObject } from "../http/json.ts";
import { dataOf, eventAround } from "./forms/events.ts";

/** A provider's failure, and what may be tried after it. */
export class UpstreamFault extends Fault {
  /** Another try, there or elsewhere, may go well. */
  readonly retry: boolean;
  /** Nothing will be different at this provider, this time. */
  readonly hopeless: boolean;
  /** The provider itself is ill: it counts for its breaker. */
  readonly ill: boolean;
  /** Its own words, for a client that speaks its language. */
  readonly answer: OwnWords | undefined;

  constructor(
    details: FaultDetails,
    { retry = true, hopeless = false, ill = true, answer }: Partial<Verdict> = {},
  ) {
    super(details);
    this.retry = retry;
    this.hopeless = hopeless;
    this.ill = ill;
    this.answer = answer;
  }
}

export interface OwnWords {
  body: Buffer;
  contentType: string;
}

type Verdict = Pick<UpstreamFault, "retry" | "hopeless" | "ill" | "answer">;

export function brokenStream(why: string): UpstreamFault {
  return new UpstreamFault({
    status: 502,
    kind: "upstream",
    code: "upstream_broken_stream",
    message: `The provider broke off: ${why}.`,
  });
}

export function noAnswer(what: string): UpstreamFault {
  return new UpstreamFault({
    status: 502,
    kind: "upstream",
    code: "upstream_no_answer",
    message: `The provider sent ${what} in the place of an answer.`,
  });
}

export function tooSlow(phase: string, milliseconds: number): UpstreamFault {
  return new UpstreamFault({
    status: 504,
    kind: "timeout",
    code: `upstream_timeout_${phase.replaceAll(" ", "_")}`,
    message: `The provider took longer than ${milliseconds / 1000} s (${phase}). Its time-outs are in providers.yaml.`,
  });
}

/** A stream was asked for, and a keep-alive sent already; then came something else. */
export function notStreaming(): UpstreamFault {
  return new UpstreamFault({
    status: 502,
    kind: "upstream",
    code: "upstream_not_streaming",
    message:
      "The provider does not stream, and took so long that the stream had begun. Ask without `stream`.",
  });
}

export function queueFull(why: string): Fault {
  return new Fault({
    status: 429,
    kind: "rate_limit",
    code: "queue_full",
    message: `${why}. Try again in a moment.`,
    retryAfter: 1,
  });
}

/** Whoever starts its server could not, or may not now. */
export function notLoaded(name: string, why: string): Fault {
  return new Fault({
    status: 503,
    kind: "overloaded",
    code: "provider_unavailable",
    message: `${name} cannot be had now: ${why}.`,
    retryAfter: 30,
  });
}

/** What came of a connection: undici's codes, in words. */
export function connectionFault(error: NodeJS.ErrnoException): UpstreamFault {
  const code = error.code ?? error.name;
  const unreachable =
    code === "ECONNREFUSED" ||
    code === "ENOTFOUND" ||
    code === "EHOSTUNREACH" ||
    code === "UND_ERR_CONNECT_TIMEOUT";
  return new UpstreamFault({
    status: 502,
    kind: "upstream",
    code: unreachable ? "upstream_unreachable" : "upstream_broken",
    message: unreachable
      ? `The provider cannot be reached (${code}).`
      : `The connection to the provider broke (${code}).`,
  });
}

/** An answer of 400 and above, or a redirection. */
export function refusedBy(
  status: number,
  body: Buffer,
  contentType: string,
  retryAfter?: string,
): UpstreamFault {
  const answer = /json/i.test(contentType) ? { body, contentType } : undefined;
  const seconds = secondsOf(retryAfter);
  const said = messageIn(body.toString());
  const base = { code: `upstream_${status}`, retryAfter: seconds };
  if (status === 401 || status === 403) {
    const message = `The provider does not accept the router's key for it (${status}): look at its apiKey in providers.yaml.`;
    return new UpstreamFault(
      { ...base, status: 502, kind: "upstream", message },
      { hopeless: true, ill: false },
    );
  }
  if (status === 429) {
    const message = said ?? "The provider has had enough requests for now.";
    const hopeless = seconds !== undefined;
    return new UpstreamFault(
      { ...base, status, kind: "rate_limit", message },
      { hopeless, ill: false, answer },
    );
  }
  if (status >= 500 || status === 408) {
    const message = said ?? `The provider answered ${status}.`;
    const overloaded = status === 503 || status === 529;
    return new UpstreamFault(
      { ...base, status, kind: overloaded ? "overloaded" : "upstream", message },
      { answer },
    );
  }
  if (status < 400) {
    const message = `The provider answered ${status}, a redirection, which is not followed: correct its baseUrl.`;
    return new UpstreamFault({ ...base, status: 502, kind: "upstream", message }, { hopeless: true });
  }
  const message = said ?? `The provider answered ${status}.`;
  const kind = status === 404 ? "not_found" : status === 413 ? "too_large" : "invalid_request";
  // A model that this one lacks may be elsewhere; what is wrong with a request is wrong everywhere.
  return new UpstreamFault(
    { ...base, status, kind, message },
    { retry: status === 404, hopeless: true, ill: false, answer },
  );
}

/** Some providers answer 200, and then say that they failed. */
export function faultInStream(events: Buffer): UpstreamFault | undefined {
  const { end } = eventAround(events, 0);
  const event = events.toString("utf8", 0, end);
  const data = dataOf(event);
  if (!data.startsWith('{"error"') && !/^event: ?error\b/m.test(event)) return undefined;
  const said = messageIn(data) ?? "no reason given";
  return new UpstreamFault({
    status: 502,
    kind: "upstream",
    code: "upstream_error",
    message: `The provider failed: ${said}`,
  });
}

/** The shapes in which servers say what is wrong. */
function messageIn(text: string): string | undefined {
  const { error, message, detail } = parseObject(text) ?? {};
  const said = (isObject(error) ? error.message : error) ?? message ?? detail;
  return typeof said === "string" ? said : undefined;
}

function secondsOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  const seconds = Number(retryAfter);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}
