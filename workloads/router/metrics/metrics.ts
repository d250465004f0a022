import { collectDefaultMetrics, Registry } from "prom-client";
import type { FaultDetails } from "../http/index.ts";
import type { Usage } from "../usage/index.ts";
import { Bounded, OTHER } from "./bounded.ts";
import { expose } from "./family.ts";
import { Served } from "./served.ts";
import type { Labels, Tally, Value } from "./tally.ts";

/** How a provider is doing at the moment. */
export interface ProviderReading {
  name: string;
  /** Unknown before it was first asked. */
  up: boolean | undefined;
  breaker: "closed" | "half-open" | "open";
  running: number;
  queued: number;
}

/** What is only looked at when somebody scrapes. */
export interface Readings {
  /** Whether a configuration knows the name, as a model or as an alias: only then it becomes a label. */
  knowsModel(name: string): boolean;
  providers(): ProviderReading[];
}

const KEYS = 500;
const CODES = 100;
const breakerStates = ["closed", "half-open", "open"] as const;

/** Counts what the router does. Built for the hot path: a request costs some additions, and text is made at a scrape. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #readings: Readings;
  readonly #served = new Map<string, Map<string, Served>>();
  readonly #keys = new Bounded(KEYS, () => ({ requests: 0, tokens: 0, cost: 0 }));
  readonly #failed = new Bounded(CODES, () => ({ count: 0 }));
  readonly #refused = new Bounded(CODES, () => ({ count: 0 }));
  #streams = 0;

  constructor(readings: Readings) {
    this.#readings = readings;
    this.#exposeServed();
    this.#exposeKeys();
    this.#exposeFaults();
    this.#exposeProviders();
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: 20 });
  }

  /** A request to a model has ended, in whatever way. */
  ended(usage: Usage): void {
    this.#servedBy(usage.model, usage.provider).add(usage);
    const key = this.#keys.of(usage.keyId);
    key.requests++;
    key.tokens += (usage.promptTokens ?? 0) + (usage.completionTokens ?? 0);
    key.cost += usage.cost;
    if (usage.fault !== undefined) this.#failed.of(usage.fault).count++;
  }

  /** A request was answered with a Fault, on whatever path. */
  refused({ kind, status }: FaultDetails): void {
    this.#refused.of(status === 499 ? "client_closed" : kind).count++;
  }

  streamOpened(): void {
    this.#streams++;
  }

  streamClosed(): void {
    this.#streams--;
  }

  /** All of it, as Prometheus reads it. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  #servedBy(model: string, provider: string): Served {
    return this.#served.get(model)?.get(provider) ?? this.#serve(model, provider);
  }

  #serve(model: string, provider: string): Served {
    const name = this.#readings.knowsModel(model) ? model : OTHER;
    const providers = this.#served.get(name) ?? new Map<string, Served>();
    const served = providers.get(provider) ?? new Served();
    this.#served.set(name, providers.set(provider, served));
    return served;
  }

  #all<Row>(read: (served: Served, labels: Labels) => Row[]): Row[] {
    return [...this.#served].flatMap(([model, providers]) =>
      [...providers].flatMap(([provider, served]) => read(served, { model, provider })),
    );
  }

  #exposeServed(): void {
    const counter = (name: string, help: string, read: (served: Served, labels: Labels) => Value[]) =>
      expose(this.#registry, { name, help, type: "counter", values: () => this.#all(read) });
    const histogram = (name: string, help: string, read: (served: Served) => Tally) =>
      expose(this.#registry, {
        name,
        help,
        type: "histogram",
        values: () => this.#all((served, labels) => read(served).values(name, labels)),
      });

    counter("router_requests_total", "Requests to models, by what the client got.", ({ requests }, labels) =>
      [...requests.values()].map(({ api, status, count }) => ({
        labels: { ...labels, api, status },
        value: count,
      })),
    );
    counter("router_tokens_total", "Tokens; cached ones are among those of the prompt.", (served, labels) =>
      (["prompt", "cached", "completion"] as const).map((type) => ({
        labels: { ...labels, type },
        value: served[type],
      })),
    );
    counter("router_cost_usd_total", "What answers cost, in US dollars.", ({ cost }, labels) => [
      { labels, value: cost / 1e6 },
    ]);
    counter(
      "router_attempts_total",
      "How often a provider was asked, retries and fallbacks too.",
      (served, labels) => [{ labels, value: served.attempts }],
    );
    counter("router_partial_total", "Answers whose end nobody saw.", ({ partial }, labels) => [
      { labels, value: partial },
    ]);
    histogram("router_request_seconds", "From a request to the end of its answer.", ({ total }) => total);
    histogram(
      "router_first_byte_seconds",
      "From a request to the first byte of its answer.",
      (served) => served.firstByte,
    );
    histogram("router_queue_seconds", "How long a request waited for its turn.", ({ queued }) => queued);
    histogram(
      "router_tokens_per_second",
      "How fast streams came, after their first token.",
      ({ speed }) => speed,
    );
  }

  #exposeKeys(): void {
    const counter = (
      name: string,
      help: string,
      read: (key: { requests: number; tokens: number; cost: number }) => number,
    ) =>
      expose(this.#registry, {
        name,
        help,
        type: "counter",
        values: () => this.#keys.entries().map(([key, used]) => ({ labels: { key }, value: read(used) })),
      });
    counter("router_key_requests_total", "Requests to models, by key.", ({ requests }) => requests);
    counter("router_key_tokens_total", "Tokens of prompts and answers, by key.", ({ tokens }) => tokens);
    counter(
      "router_key_cost_usd_total",
      "What answers cost, in US dollars, by key.",
      ({ cost }) => cost / 1e6,
    );
  }

  #exposeFaults(): void {
    expose(this.#registry, {
      name: "router_failed_total",
      help: "Requests to models that failed, by the code of what went wrong.",
      type: "counter",
      values: () => this.#failed.entries().map(([code, { count }]) => ({ labels: { code }, value: count })),
    });
    expose(this.#registry, {
      name: "router_refused_total",
      help: "Requests of every kind that were answered with an error, by its kind.",
      type: "counter",
      values: () => this.#refused.entries().map(([kind, { count }]) => ({ labels: { kind }, value: count })),
    });
    expose(this.#registry, {
      name: "router_streams_open",
      help: "Streams that are running.",
      type: "gauge",
      values: () => [{ labels: {}, value: this.#streams }],
    });
  }

  #exposeProviders(): void {
    const gauge = (name: string, help: string, read: (provider: ProviderReading) => Value[]) =>
      expose(this.#registry, {
        name,
        help,
        type: "gauge",
        values: () => this.#readings.providers().flatMap(read),
      });
    gauge("router_provider_up", "Whether the last probe found it well.", ({ name: provider, up }) =>
      up === undefined ? [] : [{ labels: { provider }, value: Number(up) }],
    );
    gauge(
      "router_provider_breaker",
      "1 for the state that its breaker is in.",
      ({ name: provider, breaker }) =>
        breakerStates.map((state) => ({ labels: { provider, state }, value: Number(state === breaker) })),
    );
    gauge("router_provider_running", "Answers that it is giving.", ({ name: provider, running }) => [
      { labels: { provider }, value: running },
    ]);
    gauge("router_provider_queued", "Requests that wait for it.", ({ name: provider, queued }) => [
      { labels: { provider }, value: queued },
    ]);
  }
}
