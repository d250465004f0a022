import type { IncomingHttpHeaders } from "node:http";
import type { Log } from "../../kit/index.ts";
import { type Facts, formFacts, multipartModel } from "../api/index.ts";
import type { RouterConfig } from "../config/index.ts";
import { type Call, Fault, type JsonObject, parseJson, sent } from "../http/index.ts";
import { type Admission, type Caller, type LimitBook, requireModel } from "../keys/index.ts";
import type { RequestTrace } from "../metrics/index.ts";
import {
  type Ask,
  type Attempt,
  ClientSink,
  Exchange,
  type Outcome,
  type Sink,
  Watch,
} from "../relay/index.ts";
import { type Candidate, choose, type RoutingTable, Sticky } from "../routing/index.ts";
import type { Usage } from "../usage/usage.ts";
import type { Assistant } from "./assistant.ts";
import { type Dialect, isNative } from "./dialect.ts";
import { mustStay } from "./privacy.ts";
import { SpokenDialect } from "./spoken.ts";
import { usageOf } from "./usage-of.ts";

/** Who is told what becomes of each request. Must be quick, and must not throw. */
export interface Observer {
  /** Whether its way is traced, and how. */
  trace(headers: IncomingHttpHeaders): RequestTrace | undefined;
  started(ask: Ask): void;
  answering(ask: Ask, attempt: Attempt): void;
  ended(ask: Ask, usage: Usage): void;
}

export interface GatewayParts {
  config(): RouterConfig;
  table(): RoutingTable;
  limiter: Pick<LimitBook, "admit">;
  observer: Observer;
  log: Log;
}

/** A request, wherever it came from. */
export interface Incoming {
  id: string;
  spoken: SpokenDialect;
  body: Buffer;
  facts: Facts;
  caller: Caller;
  /** Must not leave the house. */
  local: boolean;
  passed: Record<string, string>;
  trace?: RequestTrace | undefined;
  startedAt: number;
}

interface Read {
  spoken: SpokenDialect;
  facts: Facts;
  /** Of an API in JSON. */
  json?: JsonObject;
}

/** Headers of a client that mean something to its provider. */
const PASSED = ["anthropic-beta", "traceparent", "tracestate"];

/** From a request to whoever answers it, and to what it has cost. */
export class Gateway {
  readonly watch = new Watch<Exchange>();
  /** Takes over what needs more than a provider. It asks models itself, so it can only come after the gateway. */
  assistant: Assistant | undefined;
  #parts: GatewayParts;
  #sticky = new Sticky();
  #spoken = new Map<Dialect, SpokenDialect>();

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  async handle(call: Call, dialect: Dialect): Promise<unknown> {
    const startedAt = performance.now();
    const body = await call.readBody();
    const { headers } = call.request;
    const { spoken, facts, json } = this.#read(dialect, body, headers["content-type"] ?? "");
    if (json && this.assistant?.concerns(call, dialect, json))
      return this.assistant.answer(call, dialect, json);
    const own = this.#ownAnswer(dialect, facts);
    if (own) return own;
    const passed: Record<string, string> = {};
    for (const name of PASSED) {
      const value = headers[name];
      if (typeof value === "string") passed[name] = value;
    }
    const local = mustStay(headers);
    const { id, caller } = call;
    const trace = this.#parts.observer.trace(headers);
    this.admit(
      { id, spoken, body, facts, caller, local, passed, trace, startedAt },
      () => new ClientSink(call),
    );
    return sent;
  }

  /** Throws a Fault as long as nothing was said to anybody; from then on the sink is told. */
  admit(incoming: Incoming, sinkFor: () => Sink): void {
    const { facts, caller, spoken, local } = incoming;
    requireModel(caller, facts.model);
    const { candidates, why } = choose(this.#parts.table().resolve(facts.model), {
      kind: spoken.dialect.kind,
      tokens: facts.tokens,
      maxOutput: facts.maxOutput,
      vision: facts.vision,
      audio: facts.audio,
      tools: facts.tools,
      local,
      lastAt: this.#sticky.of(facts.conversation),
    });
    const admission = this.#parts.limiter.admit(caller, facts.tokens + (facts.maxOutput ?? 0));
    if (admission instanceof Fault) throw admission;
    const ask: Ask = { ...incoming, candidates, why };
    this.#parts.observer.started(ask);
    new Exchange(ask, sinkFor(), {
      settings: this.#parts.config(),
      watch: this.watch,
      answering: (attempt) => this.#parts.observer.answering(ask, attempt),
      ended: (outcome) => this.#ended(ask, outcome, admission),
    }).start();
  }

  #read(dialect: Dialect, body: Buffer, contentType: string): Read {
    if (dialect.body === "form") {
      const spoken = new SpokenDialect(dialect, contentType);
      return { spoken, facts: formFacts(multipartModel(body, contentType)) };
    }
    const json = dialect.check(parseJson(body));
    return { spoken: this.spokenOf(dialect), facts: dialect.facts(json), json };
  }

  /** What the router says by itself where no provider of the model can. */
  #ownAnswer(dialect: Dialect, facts: Facts): JsonObject | undefined {
    if (dialect.body !== "json" || !dialect.answer) return undefined;
    const all = this.#parts.table().resolve(facts.model).tiers.flat();
    return all.some(({ provider }) => isNative(dialect, provider.config)) ? undefined : dialect.answer(facts);
  }

  spokenOf(dialect: Dialect): SpokenDialect {
    let spoken = this.#spoken.get(dialect);
    if (!spoken) {
      spoken = new SpokenDialect(dialect, "application/json");
      this.#spoken.set(dialect, spoken);
    }
    return spoken;
  }

  #ended(ask: Ask, outcome: Outcome, admission: Admission): void {
    const usage = usageOf(ask, outcome);
    this.#parts.observer.ended(ask, usage);
    admission.settle((usage.promptTokens ?? 0) + (usage.completionTokens ?? 0), usage.cost);
    const { attempt, status, fault } = outcome;
    if (fault?.cause)
      this.#parts.log.error(
        { id: ask.id, error: (fault.cause as Error).stack },
        "an answer made the router fail",
      );
    if (status !== 200 || !attempt) return;
    const { candidate } = attempt;
    candidate.provider
      .paceOf(candidate.model.id)
      .observe(ask.facts.stream ? usage.firstByteMs : undefined, usage.totalMs);
    this.#remember(ask, candidate);
  }

  #remember({ facts }: Ask, candidate: Candidate): void {
    if (facts.conversation) this.#sticky.remember(facts.conversation, candidate.name);
  }
}
