import { Content, isStream, type Source } from "./content.ts";
import { LightHeaders } from "./headers.ts";

/** What Hono answers with, and what `new Response` makes here: enough of the platform's for whoever serves. */
export class LightResponse extends Content {
  readonly status: number;
  readonly statusText: string;
  readonly headers: LightHeaders;
  readonly type = "default";
  readonly url = "";
  readonly redirected = false;

  constructor(body?: unknown, { status = 200, statusText = "", headers }: ResponseInit = {}) {
    const { source, type } = sourceOf(body);
    if (!Number.isInteger(status) || status < 200 || status > 599)
      throw new RangeError(`${status} is no status of a response: those are 200 to 599`);
    if (source !== null && BODILESS.has(status))
      throw new TypeError(`A response of status ${status} has no body`);
    super(source);
    this.status = status;
    this.statusText = statusText;
    this.headers = new LightHeaders(headers as ConstructorParameters<typeof LightHeaders>[0]);
    if (type && !this.headers.has("content-type")) this.headers.set("content-type", type);
  }

  get ok(): boolean {
    return this.status < 300;
  }

  get [Symbol.toStringTag](): string {
    return "Response";
  }

  static json(value: unknown, init: ResponseInit = {}): LightResponse {
    const headers = new LightHeaders(init.headers as ConstructorParameters<typeof LightHeaders>[0]);
    if (!headers.has("content-type")) headers.set("content-type", "application/json");
    return new LightResponse(JSON.stringify(value), { ...init, headers });
  }

  static redirect(url: string | URL, status = 302): LightResponse {
    return new LightResponse(null, { status, headers: { location: new URL(url).href } });
  }

  /** Those that `fetch` answers with are responses, too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return Object.prototype.toString.call(value) === "[object Response]";
  }
}

const TEXT = "text/plain;charset=UTF-8";
const BODILESS = new Set([204, 205, 304]);

function sourceOf(body: unknown): { source: Source; type?: string } {
  if (body === null || body === undefined) return { source: null };
  if (typeof body === "string") return { source: body, type: TEXT };
  if (body instanceof Uint8Array || isStream(body)) return { source: body };
  if (body instanceof ArrayBuffer) return { source: new Uint8Array(body) };
  if (ArrayBuffer.isView(body))
    return { source: new Uint8Array(body.buffer, body.byteOffset, body.byteLength) };
  if (body instanceof Blob) return { source: body.stream(), type: body.type };
  if (body instanceof URLSearchParams)
    return { source: String(body), type: "application/x-www-form-urlencoded;charset=UTF-8" };
  if (Object.prototype.toString.call(body) === "[object FormData]")
    throw new TypeError("A form is something to ask with: nobody answers with one here");
  return { source: String(body), type: TEXT };
}
