import type { Form as ErrorForm } from "../api/errors.ts";
import type { ProviderConfig } from "../config/index.ts";
import type { Candidate } from "../routing/index.ts";
import type { Ask } from "./exchange.ts";
import type { Form } from "./forms/form.ts";

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
