/** Why a request gets no answer, in words for the person who sent it. Every API renders it in its own shape. */
export interface FaultDetails {
  status: number;
  /** Says what is wrong and how to mend it; never holds a secret, nor what was asked. */
  message: string;
  kind: FaultKind;
  /** For programs: `model_not_found`, `context_length_exceeded`. */
  code?: string | undefined;
  /** The field that is wrong: `messages[2].content`. */
  param?: string | undefined;
  /** Seconds after which it may work. */
  retryAfter?: number | undefined;
}

/** The kinds that OpenAI's and Anthropic's clients both know, by one name. */
export type FaultKind =
  | "invalid_request"
  | "authentication"
  | "permission"
  | "not_found"
  | "too_large"
  | "rate_limit"
  | "quota"
  | "overloaded"
  | "upstream"
  | "timeout"
  | "internal";

export class Fault extends Error {
  readonly details: FaultDetails;

  constructor(details: FaultDetails) {
    // It is an answer, not an accident: where it was thrown tells nobody anything, and looking that up costs more than
    // all the rest of refusing a request, which anybody can make us do.
    const depth = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(details.message);
    Error.stackTraceLimit = depth;
    this.name = "Fault";
    this.details = details;
  }
}
