import { type IncomingMessage, request as plain } from "node:http";

export interface Asked {
  headers?: Record<string, string>;
  /** Posted. */
  body?: string;
  /** For the whole of it, to the last byte of the answer. */
  seconds: number;
}

/** It took longer than it may. */
export class TooLate extends Error {
  override readonly name = "TooLate";
}

/** By Node's own HTTP: its `fetch` would be a fifth of what this program holds in memory, and TLS comes when it is needed. */
export async function request(
  url: URL | string,
  { headers, body, seconds }: Asked,
): Promise<IncomingMessage> {
  const ask = new URL(url).protocol === "https:" ? (await import("node:https")).request : plain;
  return new Promise((resolve, reject) => {
    const asking = ask(url, {
      method: body === undefined ? "GET" : "POST",
      headers: { ...headers, connection: "close" },
    });
    const late = setTimeout(() => asking.destroy(new TooLate()), seconds * 1000);
    asking.once("close", () => clearTimeout(late));
    asking.once("error", reject);
    asking.once("response", resolve);
    asking.end(body);
  });
}
