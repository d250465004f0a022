import {
  type Answer,
  ApiRefusal,
  type Call,
  isSuccess,
  type Origin,
  objectIn,
  type Received,
} from "../framework/http.ts";
import { Refusal } from "../framework/refusal.ts";
import { persist } from "../framework/retry.ts";
import { isObject, type Properties, stringAt, type Value } from "../framework/value.ts";

/** The newest API that the official provider speaks; an older Engine is spoken to in its own. */
const newest = 51;

export interface Request extends Omit<Call, "body" | "contentType"> {
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Properties | Buffer;
}

/** A Docker Engine, spoken to over plain HTTP as its description says. */
export class Daemon {
  readonly #reach: () => Origin;
  #origin: Origin | undefined;
  #version: Promise<string> | undefined;

  /** Reached only when something is asked of it: a preview needs no host. */
  constructor(reach: () => Origin) {
    this.#reach = reach;
  }

  /** Undefined where there is no such thing. */
  async find(request: Request): Promise<Properties | undefined> {
    try {
      return await this.object(request);
    } catch (error) {
      if (error instanceof ApiRefusal && error.status === 404) return undefined;
      throw error;
    }
  }

  async object(request: Request): Promise<Properties> {
    const answer = await this.answer(request);
    const object = objectIn(answer);
    if (!object)
      throw new Refusal(
        `${request.path} of the Docker Engine answered no object: ${answer.text.slice(0, 200)}`,
      );
    return object;
  }

  async list(request: Request): Promise<Properties[]> {
    const { text } = await this.answer(request);
    const value: Value = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isObject) : [];
  }

  async answer(request: Request): Promise<Received> {
    const { query = {}, body, path, headers, ...call } = request;
    const version = await this.#negotiated(call.signal);
    const search = new URLSearchParams(query).toString();
    const answer = await persist(this.#at(headers), {
      ...call,
      path: `/v${version}${path}${search && `?${search}`}`,
      ...(Buffer.isBuffer(body)
        ? { body, contentType: "application/x-tar" }
        : body && { body: JSON.stringify(body), contentType: "application/json" }),
    });
    if (!isSuccess(answer) && answer.status !== 304) throw new ApiRefusal(answer.status, messageOf(answer));
    return answer;
  }

  #at(headers?: Record<string, string>): Origin {
    this.#origin ??= this.#reach();
    return headers ? { ...this.#origin, headers } : this.#origin;
  }

  #negotiated(signal: AbortSignal): Promise<string> {
    this.#version ??= persist(this.#at(), { path: "/_ping", signal }).then(
      ({ headers }) => {
        const minor = Number(String(headers["api-version"] ?? `1.${newest}`).split(".")[1]);
        return `1.${Math.min(minor, newest)}`;
      },
      (error) => {
        // Whoever asks next asks anew: the host may be up by then.
        this.#version = undefined;
        throw error;
      },
    );
    return this.#version;
  }
}

function messageOf(answer: Answer): string {
  const object = objectIn(answer);
  const message = (object && stringAt(object, "message")) ?? answer.text.trim().slice(0, 300);
  return `the Docker Engine refuses it: ${message || answer.status}`;
}
