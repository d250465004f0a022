import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Shelf {
  body: Buffer;
  etag?: string;
  /** What it does beside sending it: each is asked with how often it was asked before. */
  acts?: (response: ServerResponse, times: number, request: IncomingMessage) => boolean;
  /** What Hugging Face says of it before. */
  linked?: { etag?: string; size?: number };
}

/** A server of files that knows ranges, as Hugging Face and its likes do, and a shelf that acts up where it is told to. */
export async function hub(shelves: Record<string, Shelf>) {
  const seen: {
    method: string;
    url: string;
    range: string | undefined;
    authorization: string | undefined;
  }[] = [];
  const times = new Map<string, number>();
  const server = createServer((request, response) => {
    const { url = "/", method = "GET", headers } = request;
    seen.push({ method, url, range: headers.range, authorization: headers.authorization });
    const shelf = shelves[url];
    if (!shelf) return response.writeHead(404).end();
    const { body, etag = '"1"', linked, acts } = shelf;
    const facts = {
      etag,
      ...(linked?.etag && { "x-linked-etag": `"${linked.etag}"` }),
      ...(linked?.size !== undefined && { "x-linked-size": String(linked.size) }),
    };
    if (method === "HEAD") return response.writeHead(200, facts).end();
    const before = times.get(url) ?? 0;
    times.set(url, before + 1);
    if (acts?.(response, before, request)) return;
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? Number.NaN);
    const isSame = headers["if-range"] === undefined || headers["if-range"] === etag;
    if (Number.isNaN(from) || !isSame)
      return response.writeHead(200, { ...facts, "content-length": body.length }).end(body);
    if (from >= body.length)
      return response.writeHead(416, { "content-range": `bytes */${body.length}` }).end();
    response.writeHead(206, {
      ...facts,
      "content-length": body.length - from,
      "content-range": `bytes ${from}-${body.length - 1}/${body.length}`,
    });
    response.end(body.subarray(from));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

/** Sends so much of what should come, and cuts the line. */
export function cutAt(body: Buffer, bytes: number, most: number): NonNullable<Shelf["acts"]> {
  return (response, times, { headers }) => {
    if (times >= most) return false;
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
    response.writeHead(from ? 206 : 200, {
      etag: '"1"',
      "content-length": body.length - from,
      ...(from && { "content-range": `bytes ${from}-${body.length - 1}/${body.length}` }),
    });
    response.write(body.subarray(from, from + bytes), () => setTimeout(() => response.destroy(), 20));
    return true;
  };
}

/** Cuts the line once, and from then on before anything comes. */
export function deadAfter(body: Buffer, bytes: number): NonNullable<Shelf["acts"]> {
  return (response, times, request) =>
    times > 0 ? Boolean(response.destroy()) : cutAt(body, bytes, 1)(response, times, request);
}
