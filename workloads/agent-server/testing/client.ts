import { setTimeout as sleep } from "node:timers/promises";
import { EventSourceParserStream } from "eventsource-parser/stream";
import type * as z from "zod";
import type { oneStep, wholeRun } from "../api/shapes.ts";
import { people } from "./house.ts";

export type Whole = z.output<typeof wholeRun>;
export type Step = z.output<typeof oneStep>;

/** A person at the door of one copy, or of several: each request goes to any. */
export class Client {
  readonly #urls: () => readonly string[];
  readonly #key: string;

  constructor(urls: () => readonly string[], name = "ada") {
    this.#urls = urls;
    this.#key = people.find((each) => each.name === name)?.key ?? name;
  }

  fetch(path: string, more: RequestInit = {}): Promise<Response> {
    const urls = this.#urls();
    const url = urls[Math.floor(Math.random() * urls.length)] ?? "";
    const headers = {
      authorization: `Bearer ${this.#key}`,
      "content-type": "application/json",
      ...more.headers,
    };
    return fetch(url + path, { ...more, headers });
  }

  async ask(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const answer = await this.fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects of it.
    return { status: answer.status, json: (text ? JSON.parse(text) : undefined) as any };
  }

  /** Begins a run that follows a script. */
  async begin(script: string[], more: object = {}): Promise<string> {
    const { status, json } = await this.ask("POST", "/v1/runs", { input: script.join("\n"), ...more });
    if (status !== 201) throw new Error(`${status}: ${json?.error?.message}`);
    return json.id;
  }

  async run(id: string): Promise<Whole> {
    return (await this.ask("GET", `/v1/runs/${id}`)).json;
  }

  async steps(id: string): Promise<Step[]> {
    return (await this.ask("GET", `/v1/runs/${id}/steps`)).json.steps;
  }

  decide(id: string, number: number, approve: boolean, note?: string) {
    return this.ask("POST", `/v1/runs/${id}/steps/${number}/decision`, { approve, ...(note && { note }) });
  }

  /** Waits until a run is in one of these states. */
  async until(id: string, ...states: Whole["state"][]): Promise<Whole> {
    for (const deadline = Date.now() + 40_000; ; await sleep(20)) {
      const run = await this.run(id);
      if (states.includes(run.state)) return run;
      if (Date.now() > deadline) throw new Error(`the run is ${run.state} (${run.reason}), not ${states}`);
    }
  }

  /** The events of a run as they come. */
  async *events(id: string, since?: string): AsyncGenerator<{ id?: string; event?: string; data: string }> {
    const headers: Record<string, string> = since ? { "last-event-id": since } : {};
    const answer = await this.fetch(`/v1/runs/${id}/events`, { headers });
    if (answer.status === 204) return;
    const events = answer.body
      ?.pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    for await (const { id, event, data } of events ?? [])
      yield { ...(id && { id }), ...(event && { event }), data };
  }
}
