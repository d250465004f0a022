import type { Form as ErrorForm } from "../api/errors.ts";
import type { Facts } from "../api/facts.ts";
import type { ProviderConfig } from "../config/index.ts";
import type { Caller } from "../keys/caller.ts";
import type { RequestTrace } from "../metrics/index.ts";
import type { Candidate } from "../routing/index.ts";
import type { Form } from "./forms/form.ts";

/** A request that was let in, and who may answer it. */
export interface Ask {
  id: string;
  spoken: Spoken;
  body: Buffer;
  facts: Facts;
  caller: Caller;
  /** In the order in which they are asked. */
  candidates: readonly Candidate[];
  /** Why in this order, for a person. */
  why: string;
  /** Of the client's headers, those that its provider should see: `anthropic-beta`, `traceparent`. */
  passed: Record<string, string>;
  trace?: RequestTrace | undefined;
  startedAt: number;
}

/** An API as a client speaks it: how to ask each kind of provider for it, and to read what that says. */
export interface Spoken {
  /** `chat`, `messages`, ...: in measures and in usage. */
  name: string;
  form: ErrorForm;
  /** Whether that provider speaks it by itself. */
  isNativeTo(provider: ProviderConfig): boolean;
  prepare(ask: Ask, candidate: Candidate): Prepared;
}

/** A request as one provider wants it, and what to do with its answer. */
export interface Prepared {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
  /** By the answer's content type; throws a Fault for what is no answer. */
  formOf(contentType: string): Form;
}
