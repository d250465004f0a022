import type { FaultDetails, FaultKind } from "../http/fault.ts";
import { isObject, type JsonObject } from "../http/json.ts";
import { text } from "./reading.ts";

const kinds: Record<string, FaultKind> = {
  invalid_request_error: "invalid_request",
  context_length_exceeded: "invalid_request",
  request_too_large: "too_large",
  rate_limit_error: "rate_limit",
  rate_limit_exceeded: "rate_limit",
  overloaded_error: "overloaded",
  insufficient_quota: "quota",
  billing_error: "quota",
  timeout_error: "timeout",
};

/** What a provider says has gone wrong, in OpenAI's form, in Anthropic's, or as a bare text; nothing if it says none. */
export function providerFault(said: JsonObject): FaultDetails | undefined {
  const { error } = said;
  if (error === undefined || error === null) return undefined;
  if (!isObject(error)) return { status: 502, kind: "upstream", message: text(error) || unsaid };
  const kind = kinds[text(error.code)] ?? kinds[text(error.type)] ?? "upstream";
  const param = text(error.param) || undefined;
  return {
    status: 502,
    kind,
    message: text(error.message) || unsaid,
    code: text(error.code) || undefined,
    param,
  };
}

const unsaid = "The provider broke off without saying why.";

/** For a stream that ends without its proper end. */
export const cutShort: FaultDetails = {
  status: 502,
  kind: "upstream",
  code: "stream_cut",
  message: "The provider's stream ended before the answer was finished. Ask again.",
};
