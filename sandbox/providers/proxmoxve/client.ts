import type http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Answer,
  ApiRefusal,
  agentFor,
  type Call,
  exchange,
  isSuccess,
  type Origin,
  objectIn,
  Unreachable,
} from "../framework/http.ts";
import { Refusal } from "../framework/refusal.ts";
import { isObject, objectAt, type Properties, stringAt, type Value } from "../framework/value.ts";
import type { Access } from "./settings.ts";

export type Form = Record<string, string | number | readonly string[] | undefined>;

export interface Request {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  form?: Form;
  /** Sent in the place of a form: a file, for instance. */
  body?: { type: string; bytes: Buffer };
  signal: AbortSignal;
}

const tries = 4;
const firstPauseMs = 250;
const firstLookMs = 50;
const longestLookMs = 1000;

/** A Proxmox VE cluster behind its API: requests with a login, retries, and tasks that are waited for. */
export class Client {
  readonly #access: Access | undefined;
  readonly #agent: http.Agent;
  #login: Promise<Record<string, string>> | undefined;

  constructor(access: Access | undefined) {
    this.#access = access;
    const tls = access && {
      rejectUnauthorized: !access.insecure,
      ...(access.minTls && { minVersion: access.minTls }),
    };
    this.#agent = agentFor(access?.endpoint ?? "", { maxSockets: 8, ...tls });
  }

  /** The `data` of the answer. */
  async call(request: Request): Promise<Value> {
    const answer = await this.#persist(request);
    if (isSuccess(answer)) return objectIn(answer)?.data ?? null;
    const asked = `${request.method ?? "GET"} ${request.path}`;
    throw new ApiRefusal(answer.status, `${asked} (${answer.status}): ${complaintOf(answer)}`);
  }

  async object(request: Request): Promise<Properties> {
    const data = await this.call(request);
    if (isObject(data)) return data;
    throw new Refusal(`${request.path}: the API answered something other than an object`);
  }

  async list(request: Request): Promise<Properties[]> {
    const data = await this.call(request);
    return Array.isArray(data) ? data.filter(isObject) : [];
  }

  /** The object, or undefined where the API says that there is none. */
  async find(request: Request): Promise<Properties | undefined> {
    try {
      return await this.object(request);
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  /** Removes what may be gone already. */
  async drop(request: Request): Promise<void> {
    try {
      await this.task({ method: "DELETE", ...request });
    } catch (error) {
      if (!isAbsence(error)) throw error;
    }
  }

  /** Calls, and waits where the answer names a task. Its failure is told with what it logged. */
  async task(request: Request): Promise<Value> {
    const upid = await this.call(request);
    if (typeof upid !== "string" || !upid.startsWith("UPID:")) return upid;
    const { signal } = request;
    const path = `/nodes/${upid.split(":")[1]}/tasks/${encodeURIComponent(upid)}`;
    for (let pause = firstLookMs; ; pause = Math.min(pause * 2, longestLookMs)) {
      const { status, exitstatus } = await this.object({ path: `${path}/status`, signal });
      if (status !== "stopped") {
        await sleep(pause, undefined, { signal });
        continue;
      }
      if (exitstatus === "OK" || String(exitstatus).startsWith("WARNINGS")) return upid;
      const lines = await this.list({ path: `${path}/log`, signal });
      const log = lines.map(({ t }) => `  ${String(t)}`).join("\n");
      throw new Refusal(
        `task ${upid.split(":")[5]} of ${upid.split(":")[6]} failed: ${String(exitstatus)}\n${log}`,
      );
    }
  }

  async #persist(request: Request): Promise<Answer> {
    const repeatable = request.method !== "POST";
    for (let attempt = 1; ; attempt += 1) {
      const last = attempt === tries;
      const pause = firstPauseMs * 2 ** (attempt - 1);
      try {
        const answer = await exchange(await this.#origin(request.signal), callOf(request));
        if (last || !isPassing(answer, repeatable)) return answer;
        const asked = Number(answer.headers["retry-after"]);
        await sleep(Number.isFinite(asked) ? asked * 1000 : pause, undefined, { signal: request.signal });
      } catch (error) {
        const again = error instanceof Unreachable && (repeatable || error.unsent) && !request.signal.aborted;
        if (last || !again) throw error;
        await sleep(pause, undefined, { signal: request.signal });
      }
    }
  }

  async #origin(signal: AbortSignal): Promise<Origin> {
    const access = this.#access;
    if (!access)
      throw new Refusal(
        "the proxmoxve provider is told neither where the API is nor who it is there: set endpoint, and apiToken or username and password",
      );
    const origin = { url: access.endpoint, agent: this.#agent };
    this.#login ??= headersOf(access, origin, signal);
    try {
      return { ...origin, headers: { accept: "application/json", ...(await this.#login) } };
    } catch (error) {
      this.#login = undefined;
      throw error;
    }
  }
}

async function headersOf(
  { login }: Access,
  origin: Origin,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  if ("token" in login) return { authorization: `PVEAPIToken=${login.token}` };
  if ("ticket" in login) return { cookie: `PVEAuthCookie=${login.ticket}`, csrfpreventiontoken: login.csrf };
  const { username, password } = login;
  const answer = await exchange(
    origin,
    callOf({ method: "POST", path: "/access/ticket", form: { username, password }, signal }),
  );
  if (!isSuccess(answer)) throw new ApiRefusal(answer.status, `login as ${username}: ${complaintOf(answer)}`);
  const data = objectAt(objectIn(answer) ?? {}, "data");
  return {
    cookie: `PVEAuthCookie=${encodeURIComponent(stringAt(data, "ticket") ?? "")}`,
    csrfpreventiontoken: stringAt(data, "CSRFPreventionToken") ?? "",
  };
}

function callOf({ method = "GET", path, form, body, signal }: Request): Call {
  const target = path.startsWith("/ssh/") ? path : `/api2/json${path}`;
  if (body) return { method, path: target, contentType: body.type, body: body.bytes, signal };
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(form ?? {}))
    for (const each of value === undefined ? [] : [value].flat()) fields.append(name, String(each));
  const text = fields.toString();
  if (text === "") return { method, path: target, signal };
  if (method === "GET" || method === "DELETE")
    return { method, path: `${target}${target.includes("?") ? "&" : "?"}${text}`, signal };
  return { method, path: target, contentType: "application/x-www-form-urlencoded", body: text, signal };
}

/** The API says most refusals with a status of 500: only those are passing that say nothing a client could mend. */
function isPassing(answer: Answer, repeatable: boolean): boolean {
  if (answer.status === 429 || answer.status === 503 || answer.status === 596) return true;
  return repeatable && answer.status >= 500 && answer.status !== 501 && !isFinal(complaintOf(answer));
}

const absence = /does not exist|no such|not a pool member|^404|No such job/i;
const final =
  /already|locked|running|not allowed|only root|Permission|not empty|detected modified|invalid|cannot|can't|unable|used|mandatory|missing/i;

function isFinal(complaint: string): boolean {
  return absence.test(complaint) || final.test(complaint);
}

export function isAbsence(error: unknown): boolean {
  return error instanceof ApiRefusal && (error.status === 404 || absence.test(error.message));
}

function complaintOf(answer: Answer): string {
  const object = objectIn(answer);
  if (!object) return `it answered no JSON: ${answer.text.slice(0, 80)}`;
  const { message, errors } = object;
  const details = isObject(errors)
    ? Object.entries(errors).map(([name, text]) => `${name}: ${String(text).trim()}`)
    : [];
  const said = typeof message === "string" ? message.trim() : `status ${answer.status}`;
  return [said, ...details].join("\n  ");
}
