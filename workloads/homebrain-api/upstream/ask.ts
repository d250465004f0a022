import type { IncomingMessage } from "node:http";
import { HTTPException } from "hono/http-exception";
import type * as z from "zod";
import { request, TooLate } from "./request.ts";

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

/** Seconds. */
const PATIENCE = 10;
const LARGEST = 16 * 1024 * 1024;

/** JSON of the form that its API is published with, or an UpstreamFault. Redirects are not followed: the key is for one. */
export async function ask<Schema extends z.ZodType>(
  who: string,
  url: URL,
  { schema, headers = {}, body }: Asking<Schema>,
): Promise<z.output<Schema>> {
  const sent = body && JSON.stringify(body);
  const answer = await request(url, {
    headers: { accept: "application/json", ...(sent && { "content-type": "application/json" }), ...headers },
    ...(sent && { body: sent }),
    seconds: PATIENCE,
  }).catch((error) => {
    throw new UpstreamFault(
      `${who} does not answer${error instanceof TooLate ? ` within ${PATIENCE} seconds` : ""}.`,
    );
  });
  const { statusCode = 0 } = answer;
  if (statusCode !== 200) answer.destroy();
  if (statusCode === 401 || statusCode === 403)
    throw new UpstreamFault(
      `${who} refuses the key: make another one there, with the rights that are named in the README.`,
    );
  if (statusCode !== 200) throw new UpstreamFault(`${who} answers with ${statusCode}.`);
  const { data } = schema.safeParse(parsed(await bounded(who, answer)));
  if (data === undefined) throw new UpstreamFault(`${who} answers something else than its API says.`);
  return data;
}

async function bounded(who: string, answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer) {
      size += chunk.length;
      // Leaving the loop ends the connection.
      if (size > LARGEST) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new UpstreamFault(
      `${who} ${error instanceof TooLate ? "never comes to an end" : "cuts its answer off"}.`,
    );
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
