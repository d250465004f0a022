import { HTTPException } from "hono/http-exception";
import type * as z from "zod";

/** Somebody else does not do what was asked: told as a gateway tells it, in a sentence. */
export class UpstreamFault extends HTTPException {
  constructor(message: string) {
    super(502, { message });
  }
}

interface Asking<Schema extends z.ZodType> {
  schema: Schema;
  headers?: Record<string, string>;
  /** Posted as JSON. */
  body?: object;
}

const PATIENCE_MS = 10_000;
const LARGEST = 16 * 1024 * 1024;

/** JSON of the form that its API is published with, or an UpstreamFault. Redirects are not followed: the key is for one. */
export async function ask<Schema extends z.ZodType>(
  who: string,
  url: URL,
  { schema, headers = {}, body }: Asking<Schema>,
): Promise<z.output<Schema>> {
  const answer = await fetch(url, {
    method: body ? "POST" : "GET",
    headers: { accept: "application/json", ...(body && { "content-type": "application/json" }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error) => {
    throw new UpstreamFault(
      `${who} does not answer${isTimeout(error) ? ` within ${PATIENCE_MS / 1000} seconds` : ""}.`,
    );
  });
  if (answer.status === 401 || answer.status === 403) {
    await answer.body?.cancel();
    throw new UpstreamFault(
      `${who} refuses the key: make another one there, with the rights that are named in the README.`,
    );
  }
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new UpstreamFault(`${who} answers with ${answer.status}.`);
  }
  const { data } = schema.safeParse(parsed(await bounded(who, answer)));
  if (data === undefined) throw new UpstreamFault(`${who} answers something else than its API says.`);
  return data;
}

async function bounded(who: string, { body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.byteLength;
      if (size > LARGEST) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new UpstreamFault(`${who} ${isTimeout(error) ? "never comes to an end" : "cuts its answer off"}.`);
  }
  if (size > LARGEST) throw new UpstreamFault(`${who} answers with more than ${LARGEST / 1024 ** 2} MiB.`);
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
