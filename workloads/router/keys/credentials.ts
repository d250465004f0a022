import type { IncomingMessage } from "node:http";
import { isIPv4 } from "node:net";

/** The secret that a request shows, as OpenAI's clients and Anthropic's send it. */
export function secretOf({ headers }: IncomingMessage): string | undefined {
  const bearer = /^bearer\s+(\S+)\s*$/i.exec(headers.authorization ?? "")?.[1];
  if (bearer) return bearer;
  const key = headers["x-api-key"];
  return typeof key === "string" && key !== "" ? key : undefined;
}

/** What a proxy says of those for whom it asks. */
const forwarded = ["forwarded", "x-forwarded-for", "x-real-ip", "cf-connecting-ip", "via"];

/** Whether a proxy or a tunnel asks, for somebody in the world. */
export function isForwarded({ headers }: Pick<IncomingMessage, "headers">): boolean {
  return forwarded.some((name) => headers[name] !== undefined);
}

/**
 * Whether somebody on this machine asks by himself: a tunnel or proxy on this machine asks for the whole world. (Pages
 * in a browser on this machine are refused before, in `http/foreign.ts`.)
 */
export function asksFromThisMachine(request: IncomingMessage): boolean {
  return isLoopback(request.socket.remoteAddress ?? "") && !isForwarded(request);
}

function isLoopback(address: string): boolean {
  const plain = address.startsWith("::ffff:") ? address.slice("::ffff:".length) : address;
  return plain === "::1" || (isIPv4(plain) && plain.startsWith("127."));
}
