import { errorBody, type Form } from "../api/errors.ts";
import { waiting } from "./body.ts";
import type { FaultDetails } from "./fault.ts";
import type { Call } from "./route.ts";

/** For answers that no page should show, keep or put into a frame. */
const guarded = [
  "cache-control",
  "no-store",
  "content-security-policy",
  "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy",
  "no-referrer",
];

/** How long a client that is still sending may go on, so that it reads why it was refused. */
const LINGER_MS = 3000;

export function sendJson(call: Call, status: number, text: string): void {
  call.response.writeHead(status, headersFor(call, text)).end(text);
}

export function sendNothing(call: Call): void {
  call.response.writeHead(204, [...call.headers, ...guarded]).end();
}

export function sendFault(call: Call, fault: FaultDetails, more: readonly string[] = []): void {
  const { request, response } = call;
  const text = errorBody(formOf(call), fault, call.id);
  const headers = [...headersFor(call, text), ...more];
  if (fault.retryAfter !== undefined) headers.push("retry-after", String(Math.ceil(fault.retryAfter)));
  if (fault.status === 401) headers.push("www-authenticate", 'Bearer realm="router"');
  const unread = !request.complete && (fault.status === 413 || fault.status === 408);
  if (unread) headers.push("connection", "close");
  response.writeHead(fault.status, headers);
  if (!unread || waiting.has(request)) {
    response.end(text);
    return;
  }
  // A socket that is closed with bytes unread is reset, and the reset overtakes the answer. So what still comes is
  // taken and dropped for a while, and only then the connection ends.
  response.write(text);
  const over = setTimeout(() => response.end(), LINGER_MS);
  request.once("close", () => response.end()).resume();
  response.once("close", () => clearTimeout(over));
}

/** Anthropic's clients get their own form; all others OpenAI's. */
export function formOf({ request }: Pick<Call, "request">): Form {
  const messages =
    request.url?.startsWith("/v1/messages") || request.headers["anthropic-version"] !== undefined;
  return messages ? "anthropic" : "openai";
}

function headersFor(call: Call, text: string): string[] {
  const { headers } = call;
  headers.push(
    "content-type",
    "application/json",
    "content-length",
    String(Buffer.byteLength(text)),
    ...guarded,
  );
  return headers;
}
