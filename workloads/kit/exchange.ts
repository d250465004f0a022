import { type IncomingMessage, request as plain } from "node:http";

export interface Sent {
  method: string;
  headers: Record<string, string>;
  body?: string | Buffer;
  signal: AbortSignal;
  /** Whom to believe over HTTPS, in the place of those whom all the world believes. */
  ca?: string;
}

const MOVED = new Set([301, 302, 303, 307, 308]);
const MOST_MOVES = 5;

/**
 * The answer that is there in the end, by node:http: `fetch` would be a fifth of what a small program holds in memory. What was
 * said to one is not said to another whom it names: it may be a key.
 */
export async function exchange(url: URL, sent: Sent, moves = 0): Promise<IncomingMessage> {
  const answer = await once(url, sent);
  const { statusCode = 0, headers } = answer;
  if (!headers.location || !MOVED.has(statusCode)) return answer;
  answer.resume();
  if (moves === MOST_MOVES) throw new Error(`it sends one elsewhere more than ${MOST_MOVES} times`);
  const to = new URL(headers.location, url);
  return exchange(to, moved(sent, statusCode, to.origin === url.origin), moves + 1);
}

async function once(url: URL, { method, headers, body, signal, ca }: Sent): Promise<IncomingMessage> {
  // TLS is 5 MB, and in a house most who are asked need none.
  const request = url.protocol === "https:" ? (await import("node:https")).request : plain;
  // Said always: of some methods Node.js expects no body, and would not say where it ends.
  const length = body !== undefined && { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const asking = request(url, {
      method,
      headers: { "user-agent": "node", ...headers, ...length },
      signal,
      ...(ca !== undefined && { ca }),
    });
    asking.once("error", reject).once("response", resolve).end(body);
  });
}

/** As browsers do: what is moved is fetched, and only 307 and 308 mean the same question again. */
function moved({ method, headers, body, signal, ca }: Sent, status: number, isSame: boolean): Sent {
  const isAgain = status === 307 || status === 308 || method === "GET" || method === "HEAD";
  const kept = Object.entries(headers).filter(
    ([name]) => name === "accept" || (name === "content-type" ? isAgain : isSame),
  );
  return {
    method: isAgain ? method : "GET",
    headers: Object.fromEntries(kept),
    signal,
    ...(ca !== undefined && { ca }),
    ...(isAgain && body !== undefined && { body }),
  };
}
