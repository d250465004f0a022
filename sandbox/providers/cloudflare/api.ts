import type http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Answer,
  ApiRefusal,
  agentFor,
  type Call,
  isSuccess,
  type Origin,
  objectIn,
  Unreachable,
} from "../framework/http.ts";
import { Refusal } from "../framework/refusal.ts";
import { persist } from "../framework/retry.ts";
import { isObject, type Properties, type Value } from "../framework/value.ts";

/** How often a POST is sent in all, where nobody knows what became of it. */
const tries = 5;
const firstPauseMs = 200;

/** Cloudflare's API, asked in its own words. */
export class Api {
  readonly #origin: Origin;
  /** The ids of what was made here: none of it is one that got lost. */
  readonly #made = new Set<string>();

  constructor(
    url: string,
    headers: Record<string, string>,
    agent: http.Agent = agentFor(url, { maxSockets: 8 }),
  ) {
    this.#origin = { url, agent, headers };
  }

  /** The same, with more said in each request's headers. */
  with(headers: Record<string, string>): Api {
    const { url, agent } = this.#origin;
    return new Api(url, { ...this.#origin.headers, ...headers }, agent);
  }

  /** What the API answers with; an error of its is a refusal in its words. */
  async ask(
    method: NonNullable<Call["method"]>,
    path: string,
    signal: AbortSignal,
    body?: Properties,
  ): Promise<Value> {
    return resultOf(await this.#send(method, path, signal, body), `${method} ${path}`);
  }

  /** The object at a path, or undefined where there is none. */
  async find(path: string, signal: AbortSignal): Promise<Properties | undefined> {
    const answer = await this.#send("GET", path, signal);
    return answer.status === 404 ? undefined : objectOf(resultOf(answer, `GET ${path}`), path);
  }

  /** All of a list, page by page. */
  async list(path: string, signal: AbortSignal): Promise<Properties[]> {
    const items: Properties[] = [];
    for (let page = 1; ; page += 1) {
      const answer = await this.#send("GET", `${path}${path.includes("?") ? "&" : "?"}page=${page}`, signal);
      const result = resultOf(answer, `GET ${path}`);
      if (!Array.isArray(result)) throw new Refusal(`GET ${path} was not answered with a list`);
      items.push(...result.filter(isObject));
      const info = objectIn(answer)?.result_info;
      const pages = isObject(info) ? Number(info.total_pages ?? 1) : 1;
      if (page >= pages) return items;
    }
  }

  /** Makes something, once. Where an answer is lost, the lost one is looked for before it is made again. */
  async make(
    path: string,
    body: Properties,
    signal: AbortSignal,
    lost: () => Promise<Properties | undefined>,
  ): Promise<Properties> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await this.#send("POST", path, signal, body);
        if (answer.status < 500 || attempt === tries)
          return this.#keep(objectOf(resultOf(answer, `POST ${path}`), path));
      } catch (error) {
        if (!(error instanceof Unreachable) || attempt === tries || signal.aborted) throw error;
      }
      await sleep(firstPauseMs * 2 ** (attempt - 1), undefined, { signal });
      const made = await lost();
      if (made) return this.#keep(made);
    }
  }

  hasMade({ id }: Properties): boolean {
    return this.#made.has(String(id));
  }

  #keep(made: Properties): Properties {
    this.#made.add(String(made.id));
    return made;
  }

  async remove(path: string, signal: AbortSignal): Promise<void> {
    const answer = await this.#send("DELETE", path, signal);
    if (answer.status !== 404) resultOf(answer, `DELETE ${path}`);
  }

  #send(
    method: NonNullable<Call["method"]>,
    path: string,
    signal: AbortSignal,
    body?: Properties,
  ): Promise<Answer> {
    const content = body && { contentType: "application/json", body: JSON.stringify(body) };
    return persist(this.#origin, { method, path, signal, ...content });
  }
}

function resultOf(answer: Answer, asked: string): Value {
  if (answer.status === 204) return null;
  const envelope = objectIn(answer);
  if (isSuccess(answer) && envelope?.success === true) return envelope.result ?? null;
  throw new ApiRefusal(
    answer.status,
    `Cloudflare refuses ${asked} (${answer.status}): ${errorsIn(envelope) || wordless(answer, envelope)}`,
  );
}

function wordless({ text }: Answer, envelope: Properties | undefined): string {
  return envelope ? "without a word" : `it answered no JSON: ${text.slice(0, 80)}`;
}

function errorsIn(envelope: Properties | undefined): string {
  const errors = envelope?.errors;
  if (!Array.isArray(errors)) return "";
  return errors.filter(isObject).map(said).join("; ");
}

function said({ code, message, error_chain }: Properties): string {
  const chain = Array.isArray(error_chain) ? error_chain.filter(isObject).map(said) : [];
  return [`${String(message)} (${String(code)})`, ...chain].join(": ");
}

function objectOf(result: Value, path: string): Properties {
  if (isObject(result)) return result;
  throw new Refusal(`${path} was not answered with an object`);
}
