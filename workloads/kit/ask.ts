import type { IncomingMessage } from "node:http";
import type * as z from "zod";
import { exchange } from "./exchange.ts";

/** Another program's answer that is not what was asked for, in a sentence for a person. */
export class PeerProblem extends Error {
  /** Of its answer; nothing where none came. */
  readonly status: number | undefined;
  /** In how many seconds it wants to be asked again. */
  readonly retryAfter: number | undefined;
  /** Nobody has heard the question: whatever it asks to be done, was not. */
  readonly wasUnheard: boolean;

  constructor(
    message: string,
    {
      status,
      retryAfter,
      wasUnheard = false,
    }: { status?: number; retryAfter?: number; wasUnheard?: boolean } = {},
  ) {
    super(message);
    this.name = "PeerProblem";
    this.status = status;
    this.retryAfter = retryAfter;
    this.wasUnheard = wasUnheard;
  }
}

export interface Question {
  /** Who is asked, as a person calls it. */
  who: string;
  url: string | URL;
  method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, in the place of a body. */
  form?: FormData;
  /** Milliseconds until the whole answer is there. */
  patience?: number;
  /** Bytes; what is larger is not read to its end. */
  largest?: number;
  signal?: AbortSignal;
  /** Whom to believe over HTTPS: the certificate of a house's own authority. */
  ca?: string;
}

export const MIB = 1024 * 1024;
const PATIENCE_MS = 30_000;
const LARGEST = 16 * MIB;
const QUOTED = 200;

/** Asks over HTTP, and takes nothing but a good answer of a bearable size. Its addresses are told, its headers never. */
export async function ask({ who, url, largest = LARGEST, ...question }: Question): Promise<Buffer> {
  const { headers, patience = PATIENCE_MS, ca } = question;
  const signal = AbortSignal.any([
    AbortSignal.timeout(patience),
    ...(question.signal ? [question.signal] : []),
  ]);
  try {
    const { type, body } = await sentBy(question);
    const answer = await exchange(new URL(url), {
      method: question.method ?? (body === undefined ? "GET" : "POST"),
      headers: { accept: "application/json", ...(type && { "content-type": type }), ...headers },
      signal,
      ...(body !== undefined && { body }),
      ...(ca !== undefined && { ca }),
    });
    const bytes = await bounded(answer, largest, who);
    const { statusCode = 0 } = answer;
    if (statusCode < 200 || statusCode > 299) throw refusal(who, answer, bytes);
    return bytes;
  } catch (error) {
    if (error instanceof PeerProblem) throw error;
    question.signal?.throwIfAborted();
    const reason = reasonOf(signal.aborted ? signal.reason : error, patience);
    throw new PeerProblem(`${who} does not answer at ${bare(url)}: ${reason}.`, {
      wasUnheard: UNHEARD.has(reason),
    });
  }
}

async function sentBy({
  body,
  form,
}: Pick<Question, "body" | "form">): Promise<{ type?: string; body?: string | Buffer }> {
  if (body !== undefined) return { type: "application/json", body: JSON.stringify(body) };
  if (!form) return {};
  const made = new Request("http://form.invalid", { method: "POST", body: form });
  return {
    type: made.headers.get("content-type") ?? "",
    body: Buffer.from(await made.arrayBuffer()),
  };
}

/** The same for an answer of JSON, in the form that it should have. */
export async function askFor<Schema extends z.ZodType>(
  question: Question,
  schema: Schema,
): Promise<z.output<Schema>> {
  const answer = await ask(question);
  return understood(question, answer.toString("utf8"), schema);
}

function understood<Schema extends z.ZodType>({ who, url }: Question, text: string, schema: Schema) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PeerProblem(`${who} answers at ${bare(url)}, but not in JSON: is this its address?`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const said = result.error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join(".") || "all of it"}: ${message}`);
  throw new PeerProblem(`${who} answers at ${bare(url)}, but not as its API does: ${said.join("; ")}.`);
}

/** What went wrong beneath HTTP, in a few words. */
export function reasonOf(error: unknown, patience?: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError")
    return patience ? `nothing came within ${patience / 1000} s` : "it took too long";
  const beneath = error.cause instanceof Error ? error.cause : error;
  const { code } = beneath as NodeJS.ErrnoException;
  return typeof code === "string" ? code : beneath.message;
}

/** As the system says that there was no connection. */
const UNHEARD = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

async function bounded(answer: IncomingMessage, largest: number, who: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer) {
    size += chunk.byteLength;
    // Leaving the loop lets go of the connection.
    if (size > largest) throw new PeerProblem(`${who} answers with more than ${largest} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refusal(who: string, { statusCode: status = 0, headers }: IncomingMessage, bytes: Buffer) {
  const said = sentenceIn(bytes.toString("utf8"))
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, QUOTED);
  const retryAfter = secondsOf(headers["retry-after"]);
  return new PeerProblem(`${who} answers ${status}${said && `: ${said}`}`, {
    status,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

/** Where JSON usually has what a person may read; whatever was said, where it has none. */
function sentenceIn(text: string): string {
  try {
    const { message, error } = JSON.parse(text);
    const said = message ?? error?.message ?? error;
    return typeof said === "string" ? said : text;
  } catch {
    return text;
  }
}

/** Written as seconds, or as a date. */
export function secondsOf(retryAfter: string | null | undefined, now = Date.now()): number | undefined {
  if (!retryAfter) return undefined;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter);
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

/** Without what may be secret in it. */
function bare(url: string | URL): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
