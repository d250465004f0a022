import type http from "node:http";
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
import { persist } from "../framework/retry.ts";
import { type Properties, stringAt } from "../framework/value.ts";
import { objects, words } from "./lists.ts";
import type { OauthClient, Settings } from "./settings.ts";

interface Request extends Omit<Call, "body"> {
  /** A text goes as it is, anything else as JSON. */
  body?: unknown;
  /** Without a second try: nothing is lost where there is no answer. */
  once?: boolean;
  headers?: Record<string, string>;
}

interface Token {
  text: string;
  until: number;
}

/** A token is asked for anew before it ends under way. */
const spareMs = 60_000;

/** The API of one tailnet, as one who may use it. */
export class TailscaleApi {
  readonly #settings: Settings | undefined;
  readonly #agent: http.Agent;
  #token: Promise<Token> | undefined;

  /** Without settings, where a part of them is computed still, it cannot be reached. */
  constructor(settings: Settings | undefined) {
    this.#settings = settings;
    this.#agent = agentFor(settings?.baseUrl ?? "");
  }

  /** The path of something that the tailnet has. */
  tailnet(path: string): string {
    return `/api/v2/tailnet/${encodeURIComponent(this.#settings?.tailnet ?? "-")}/${path}`;
  }

  async get(path: string, signal: AbortSignal): Promise<Properties> {
    return objectIn(await this.ask({ path, signal })) ?? {};
  }

  /** Undefined where there is no such thing. */
  async find(path: string, signal: AbortSignal): Promise<Properties | undefined> {
    const answer = await this.#exchange({ path, signal });
    return answer.status === 404 ? undefined : objectIn(content(answer, { path }));
  }

  /** Sets what is there already: asked twice, it is the same. */
  async set(
    path: string,
    body: unknown,
    signal: AbortSignal,
    method: Call["method"] = "POST",
  ): Promise<Properties> {
    return objectIn(await this.ask({ method, path, body, signal, repeatable: true })) ?? {};
  }

  async create(path: string, body: unknown, signal: AbortSignal): Promise<Properties> {
    return objectIn(await this.ask({ method: "POST", path, body, signal })) ?? {};
  }

  /** What is gone already is deleted. */
  async delete(path: string, signal: AbortSignal): Promise<void> {
    const call = { method: "DELETE", path, signal } as const;
    const answer = await this.#exchange(call);
    if (answer.status !== 404) content(answer, call);
  }

  async ask(request: Request): Promise<Answer> {
    return content(await this.#exchange(request), request);
  }

  async #exchange({ headers, body, once, ...call }: Request): Promise<Answer> {
    const json = typeof body !== "string";
    const send = once ? exchange : persist;
    return send(await this.#origin(call.signal, headers), {
      ...call,
      ...(body !== undefined && {
        contentType: call.contentType ?? "application/json",
        body: json ? JSON.stringify(body) : body,
      }),
    });
  }

  async #origin(signal: AbortSignal, headers: Record<string, string> = {}): Promise<Origin> {
    if (!this.#settings) throw new Unreachable("who one is to Tailscale is not known before the update");
    const { baseUrl: url, userAgent, credentials } = this.#settings;
    const authorization =
      "apiKey" in credentials
        ? `Basic ${Buffer.from(`${credentials.apiKey}:`).toString("base64")}`
        : `Bearer ${await this.#accessToken(url, credentials, signal)}`;
    return { url, agent: this.#agent, headers: { authorization, "user-agent": userAgent, ...headers } };
  }

  /** One for all that is under way, and a new one before it ends. */
  async #accessToken(url: string, client: OauthClient, signal: AbortSignal): Promise<string> {
    const known = await this.#token;
    if (known && known.until > Date.now()) return known.text;
    this.#token = askForToken({ url, agent: this.#agent }, client, signal);
    // One that failed is not kept, or nothing would ever be asked again.
    this.#token.catch(() => {
      this.#token = undefined;
    });
    return (await this.#token).text;
  }
}

async function askForToken(
  origin: Origin,
  { id, secret, scopes }: OauthClient,
  signal: AbortSignal,
): Promise<Token> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: id,
    client_secret: secret,
    ...(scopes.length > 0 && { scope: scopes.join(" ") }),
  });
  const answer = await persist(origin, {
    method: "POST",
    path: "/api/v2/oauth/token",
    contentType: "application/x-www-form-urlencoded",
    body: form.toString(),
    repeatable: true,
    signal,
  });
  const told = isSuccess(answer) ? objectIn(answer) : undefined;
  const text = told && stringAt(told, "access_token");
  if (!text)
    throw new Refusal(
      `Tailscale gives no token to the OAuth client ${id} (${answer.status}): ${messageOf(answer)}`,
    );
  return { text, until: Date.now() + Number(told.expires_in ?? 0) * 1000 - spareMs };
}

function content(answer: Answer, { method = "GET", path }: Pick<Call, "method" | "path">): Answer {
  if (isSuccess(answer)) return answer;
  throw new ApiRefusal(
    answer.status,
    `Tailscale refuses ${method} ${path} (${answer.status}): ${messageOf(answer)}`,
  );
}

function messageOf(answer: Answer): string {
  const told = objectIn(answer);
  if (!told) return answer.text.slice(0, 500) || "without a word";
  return problemIn(told) ?? "without a word";
}

/** What an answer says is wrong: the message, and below it whose tests failed and how. */
export function problemIn(told: Properties): string | undefined {
  const message = stringAt(told, "message");
  if (!message) return undefined;
  const data = objects(told.data);
  return [message, ...data.map((each) => `  ${String(each.user)}: ${words(each.errors).join("; ")}`)].join(
    "\n",
  );
}
