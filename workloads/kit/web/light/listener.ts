import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { LightHeaders } from "./headers.ts";
import { inPlaceOf } from "./platform.ts";
import { LightRequest } from "./request.ts";
import { LightResponse } from "./response.ts";

/** What Hono's own server gives along with a request, under the same names. */
interface Bindings {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
}

type Answer = (request: Request, bindings: Bindings) => Response | Promise<Response>;

/**
 * Lets an app of Hono's answer what comes to node:http. From here on `new Response` and `new Headers` make light ones: Node's own
 * would load its whole HTTP client, 13 MB, into a program that only serves. Hono's server for Node.js replaces them, too,
 * but by those that are made of Node's.
 */
export function listenerOf(answer: Answer, broke: (error: unknown) => void): RequestListener {
  inPlaceOf("Headers", LightHeaders);
  inPlaceOf("Response", LightResponse);
  return (incoming, outgoing) => {
    answered(answer, incoming, outgoing).catch((error) => {
      outgoing.destroy();
      if (!isGone(error)) broke(error);
    });
  };
}

async function answered(answer: Answer, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const url = addressOf(incoming);
  if (url === undefined) return send(LightResponse.json(NO_ADDRESS, { status: 400 }), outgoing);
  const request = new LightRequest(url, incoming, outgoing) as unknown as Request;
  await send(await answer(request, { incoming, outgoing }), outgoing);
}

async function send(response: Response | LightResponse, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = response.status;
  if (response.statusText) outgoing.statusMessage = response.statusText;
  outgoing.setHeaders(response.headers as Headers);
  const content = "taken" in response ? response.taken() : response.body;
  if (content === null || typeof content === "string" || content instanceof Uint8Array) {
    outgoing.end(content);
    return;
  }
  // Whoever waits for a first event hears at once that there will be one.
  outgoing.flushHeaders();
  await pipeline(Readable.fromWeb(content as NodeStream), outgoing);
}

const NO_ADDRESS = { error: { message: "There is no address in this request that can be understood." } };

/** Nothing where what it asks for and of whom do not make an address together. */
function addressOf({ url = "/", headers: { host = "localhost" } }: IncomingMessage): string | undefined {
  const whole = url.startsWith("/") ? `http://${host}${url}` : url;
  if (!/^[\w.:[\]-]+$/.test(host) || url.includes("\\") || !/^https?:/.test(whole)) return undefined;
  return URL.canParse(whole) ? new URL(whole).href : undefined;
}

/** Whoever asked has gone: nothing is wrong here. */
function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ECONNRESET" || code === "EPIPE";
}
