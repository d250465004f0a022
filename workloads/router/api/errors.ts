import type { FaultDetails, FaultKind } from "../http/fault.ts";

/** Which vendor's form an answer takes: Anthropic's for its Messages API, OpenAI's for all else. */
export type Form = "openai" | "anthropic";

const openAiTypes: Record<FaultKind, string> = {
  invalid_request: "invalid_request_error",
  authentication: "authentication_error",
  permission: "permission_error",
  not_found: "invalid_request_error",
  too_large: "invalid_request_error",
  rate_limit: "rate_limit_error",
  quota: "insufficient_quota",
  overloaded: "server_error",
  upstream: "server_error",
  timeout: "server_error",
  internal: "server_error",
};

const anthropicTypes: Record<FaultKind, string> = {
  invalid_request: "invalid_request_error",
  authentication: "authentication_error",
  permission: "permission_error",
  not_found: "not_found_error",
  too_large: "request_too_large",
  rate_limit: "rate_limit_error",
  quota: "billing_error",
  overloaded: "overloaded_error",
  upstream: "api_error",
  timeout: "timeout_error",
  internal: "api_error",
};

/** The body of an error as the client's own library expects it. */
export function errorBody(form: Form, fault: FaultDetails, requestId?: string): string {
  if (form === "anthropic") {
    const error = { type: anthropicTypes[fault.kind], message: fault.message };
    return JSON.stringify({ type: "error", error, request_id: requestId ?? null });
  }
  const { message, param, code } = fault;
  const error = { message, type: openAiTypes[fault.kind], param: param ?? null, code: code ?? null };
  return JSON.stringify({ error });
}

/** The same in the middle of a stream, as both SDKs raise it. */
export function errorEvent(form: Form, fault: FaultDetails, requestId?: string): string {
  const body = errorBody(form, fault, requestId);
  return form === "anthropic" ? `event: error\ndata: ${body}\n\n` : `data: ${body}\n\n`;
}
