import { readFile } from "node:fs/promises";
import { type RequestOptions, request } from "node:https";
import { join } from "node:path";
import type * as z from "zod";
import { MIB, PeerProblem, reasonOf } from "../../kit/index.ts";

const PATIENCE_MS = 15_000;
const LARGEST = 16 * MIB;
const QUOTED = 300;

interface Sent {
  method: "POST" | "PATCH";
  type: string;
  body: object;
}

/** The API of a cluster, asked as the account that Kubernetes gives to a pod, which changes its token by the hour. */
export class ClusterApi {
  readonly #url: string;
  readonly #folder: string;

  constructor(url: string, folder: string) {
    this.#url = url.replace(/\/$/, "");
    this.#folder = folder;
  }

  async get<Schema extends z.ZodType>(path: string, schema: Schema, signal: AbortSignal) {
    return understood(await this.#ask(path, signal), schema);
  }

  async post(path: string, body: object, signal: AbortSignal): Promise<void> {
    await this.#ask(path, signal, { method: "POST", type: "application/json", body });
  }

  async merge(path: string, body: object, signal: AbortSignal): Promise<void> {
    await this.#ask(path, signal, { method: "PATCH", type: "application/merge-patch+json", body });
  }

  async #ask(path: string, signal: AbortSignal, sent?: Sent): Promise<string> {
    const { token, ca } = await this.#account();
    const text = sent && JSON.stringify(sent.body);
    const { status, said } = await exchange(`${this.#url}${path}`, text, {
      method: sent?.method ?? "GET",
      ca,
      headers: {
        accept: "application/json",
        authorization: `Bearer ${token}`,
        ...(sent && { "content-type": sent.type }),
      },
      // One connection for each question: there are few, and the certificate is read anew.
      agent: false,
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    }).catch((error) => {
      if (error instanceof PeerProblem || signal.aborted) throw error;
      throw new PeerProblem(`The cluster does not answer at ${this.#url}: ${reasonOf(error, PATIENCE_MS)}.`);
    });
    if (status >= 200 && status < 300) return said;
    throw new PeerProblem(`The cluster answers ${status}: ${messageIn(said)}`, { status });
  }

  async #account(): Promise<{ token: string; ca: string }> {
    try {
      const [token, ca] = await Promise.all(
        ["token", "ca.crt"].map((file) => readFile(join(this.#folder, file), "utf8")),
      );
      return { token: token?.trim() ?? "", ca: ca ?? "" };
    } catch (error) {
      const { code = "unreadable" } = error as NodeJS.ErrnoException;
      throw new PeerProblem(
        `${this.#folder} has no account to ask the cluster by (${code}): let the service reach its cluster.`,
      );
    }
  }
}

function exchange(
  url: string,
  body: string | undefined,
  options: RequestOptions,
): Promise<{ status: number; said: string }> {
  return new Promise((resolve, reject) => {
    const asking = request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > LARGEST)
          asking.destroy(new PeerProblem(`The cluster answers with more than ${LARGEST} bytes.`));
        else chunks.push(chunk);
      });
      answer.once("error", reject);
      answer.once("end", () =>
        resolve({ status: answer.statusCode ?? 0, said: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    asking.once("error", reject);
    asking.end(body);
  });
}

function understood<Schema extends z.ZodType>(said: string, schema: Schema): z.output<Schema> {
  const { data } = schema.safeParse(parsed(said));
  if (data === undefined) throw new PeerProblem("The cluster answers something else than its API says.");
  return data;
}

/** A refusal is an object of its own, with a sentence in it. */
function messageIn(said: string): string {
  const status = parsed(said);
  const isStatus = typeof status === "object" && status !== null && "message" in status;
  return String(isStatus ? status.message : said).slice(0, QUOTED);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
