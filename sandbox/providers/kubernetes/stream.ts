import http from "node:http";
import https from "node:https";
import { type Origin, objectIn, Unreachable } from "../framework/http.ts";
import { ServerRefusal } from "./server-refusal.ts";

/** An answer that goes on and on, line by line. */
export async function* lines(
  origin: Origin,
  { path, signal }: { path: string; signal: AbortSignal },
): AsyncGenerator<string> {
  const response = await open(origin, path, signal);
  if (response.statusCode !== 200) {
    const text = (await response.toArray()).join("");
    const answer = { status: response.statusCode ?? 0, headers: response.headers, text };
    throw new ServerRefusal(answer, objectIn(answer));
  }
  response.setEncoding("utf8");
  let rest = "";
  for await (const chunk of response) {
    const parts = `${rest}${chunk}`.split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
}

function open({ url, agent, headers }: Origin, path: string, signal: AbortSignal) {
  const { get } = url.startsWith("https:") ? https : http;
  return new Promise<http.IncomingMessage>((resolve, reject) => {
    get(`${url}${path}`, { agent, signal, ...(headers && { headers }) }, resolve).on("error", (error) =>
      reject(new Unreachable(`${url} cannot be reached: ${error.message}`)),
    );
  });
}
