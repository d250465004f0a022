import type { RouterConfig } from "../config/index.ts";
import { Fault } from "../http/index.ts";
import type { Provider } from "../providers/index.ts";
import type { Candidate } from "../routing/index.ts";
import type { Ask } from "./ask.ts";
import { Attempt, type AttemptOwner } from "./attempt.ts";
import { Entry } from "./entry.ts";
import { Outlet } from "./outlet.ts";
import type { Sink } from "./sink.ts";
import { Turns } from "./turns.ts";
import { notStreaming, queueFull, tooSlow, UpstreamFault } from "./upstream-fault.ts";
import type { Watch, Watched } from "./watch.ts";

/** What came of it. */
export interface Outcome {
  /** What the client got; 499 where it went away first. */
  status: number;
  /** Who answered, or was the last to fail. */
  attempt: Attempt | undefined;
  fault: Fault | undefined;
  tries: number;
  queuedMs: number;
  endedAt: number;
}

export type RelaySettings = Pick<RouterConfig, "keepAlive" | "retry" | "hedgeAfter">;

export interface ExchangeParts {
  settings: RelaySettings;
  watch: Watch<Exchange>;
  /** Somebody has begun to answer. */
  answering(attempt: Attempt): void;
  /** Called once, whatever happens. */
  ended(outcome: Outcome): void;
}

const EMPTY = Buffer.alloc(0);

/** Nginx's number for it, which every dashboard knows. */
const CLIENT_LEFT = 499;

/** Brings one request to its answer: over as many providers as it takes, to one client. */
export class Exchange implements AttemptOwner, Watched {
  watchedAt = 0;
  #ask: Ask;
  #parts: ExchangeParts;
  #outlet: Outlet;
  #turns: Turns;
  /** Hardly ever more than one: an array costs a request less than a Set. */
  #live: Attempt[] = [];
  /** Whose answer the client gets. */
  #chosen: Attempt | undefined;
  #last: Attempt | undefined;
  #fault: Fault | undefined;
  #blamed: Provider[] = [];
  #entry: Entry;
  #backoff: NodeJS.Timeout | undefined;
  #left = false;
  #over = false;

  constructor(ask: Ask, sink: Sink, parts: ExchangeParts) {
    this.#ask = ask;
    this.#parts = parts;
    this.#outlet = new Outlet(ask, sink, parts.settings.keepAlive);
    this.#turns = new Turns(ask.candidates, parts.settings.retry);
    this.#entry = new Entry(ask.caller.keyId, {
      granted: (candidate) => this.#send(candidate),
      refused: (candidate, fault) => this.#refused(candidate, fault),
    });
  }

  get ask(): Ask {
    return this.#ask;
  }

  /** Who answers, or is asked at the moment; nobody while it waits for its turn. */
  get attempt(): Attempt | undefined {
    return this.#chosen ?? this.#live[0];
  }

  start(): void {
    this.#outlet.listen({ drained: () => this.#chosen?.resume(), left: () => this.#clientLeft() });
    this.#parts.watch.add(this);
    this.#next();
  }

  tick(now: number): void {
    for (let at = this.#live.length - 1; at >= 0; at--) this.#live[at]?.tick(now);
    if (this.#over) return;
    const total = this.#ask.candidates[0]?.provider.config.timeouts.total ?? Number.POSITIVE_INFINITY;
    if (now - this.#ask.startedAt > total) {
      this.#giveUp(tooSlow("in all", total));
    } else if (!this.#left) {
      this.#hedge(now);
      this.#outlet.tick(now, this.#entry.progress);
    }
  }

  arrived(attempt: Attempt, bytes: Buffer): void {
    this.#choose(attempt);
    const isFirst = !this.#outlet.begun;
    this.#outlet.begin(attempt);
    if (!this.#outlet.write(bytes)) attempt.pause();
    // Before its end is accounted for, which may have come along. Among many, one system call more for each would cost
    // all of them more than it saves one.
    if (isFirst && this.#parts.watch.size === 1) this.#outlet.flush();
  }

  ended(attempt: Attempt, last: Buffer | undefined): void {
    this.#release(attempt, "succeeded");
    if (this.#left) {
      this.#finish(CLIENT_LEFT);
      return;
    }
    this.#choose(attempt);
    const whole = attempt.form?.whole ?? false;
    if (whole && this.#outlet.begun) {
      this.#giveUp(notStreaming());
      return;
    }
    this.#fault = undefined;
    // Counted before the client has the last byte: what it was told cannot be lost any more.
    this.#finish(200);
    this.#outlet.begin(attempt, whole ? (last?.length ?? 0) : undefined);
    this.#outlet.end(last);
  }

  failed(attempt: Attempt, fault: UpstreamFault): void {
    const { provider } = attempt.candidate;
    this.#release(attempt, fault.ill ? "failed" : "undecided", fault.details.code);
    if (fault.details.retryAfter !== undefined) provider.restFor(fault.details.retryAfter);
    if (fault.hopeless) this.#turns.giveUpOn(provider);
    this.#fault = fault;
    if (this.#left) this.#finish(CLIENT_LEFT);
    else if (this.#chosen === attempt) this.#giveUp(fault);
    // The other one of a pair may still answer.
    else if (this.#live.length > 0 || this.#entry.waits) return;
    else if (fault.retry) this.#next();
    else this.#giveUp(fault);
  }

  #next(): void {
    const turn = this.#turns.take((candidate) => this.#isLive(candidate));
    if (!turn) this.#giveUp(this.#fault ?? queueFull("Nobody is left to ask"));
    else if (turn.wait === 0) this.#entry.enter(turn.candidate);
    else this.#backoff = setTimeout(() => this.#entry.enter(turn.candidate), turn.wait);
  }

  #isLive(candidate: Candidate): boolean {
    return this.#live.some((attempt) => attempt.candidate === candidate);
  }

  /** Too many ask at once, or nobody is there: somebody else may have time. */
  #refused({ provider }: Candidate, fault: Fault): void {
    this.#turns.giveUpOn(provider);
    this.#fault = fault;
    if (this.#live.length === 0) this.#next();
  }

  #send(candidate: Candidate): void {
    let attempt: Attempt;
    try {
      attempt = new Attempt(candidate, this.#ask.spoken.prepare(this.#ask, candidate), this);
      attempt.trace = this.#ask.trace?.attempt(candidate.provider.name, candidate.providerModel);
    } catch (error) {
      candidate.provider.slots.release();
      if (!(error instanceof Fault)) throw error;
      // What one provider's API cannot say, another's may.
      this.#turns.giveUpOn(candidate.provider);
      this.#fault = error;
      this.#next();
      return;
    }
    this.#last = attempt;
    this.#live.push(attempt);
    candidate.provider.breaker.begin();
    attempt.start();
  }

  #hedge(now: number): void {
    const { hedgeAfter } = this.#parts.settings;
    const [first] = this.#live;
    if (hedgeAfter === undefined || this.#chosen || this.#live.length !== 1 || this.#entry.waits || !first)
      return;
    if (now - first.sentAt < hedgeAfter) return;
    // Who could not begin at once is no quicker than the first.
    const other = this.#turns.take((candidate) => this.#isLive(candidate) || candidate.provider.isBusy);
    if (other) this.#entry.enter(other.candidate);
  }

  /** The first who says something is the one; the others are sent home. */
  #choose(attempt: Attempt): void {
    if (this.#chosen === attempt) return;
    this.#chosen = attempt;
    // It will not be sent to anybody else any more.
    this.#ask.body = EMPTY;
    this.#parts.answering(attempt);
    this.#dismiss((other) => other !== attempt);
  }

  #dismiss(which: (attempt: Attempt) => boolean): void {
    this.#entry.cancel();
    clearTimeout(this.#backoff);
    for (const attempt of this.#live.filter(which)) {
      attempt.abort();
      this.#release(attempt, "undecided");
    }
  }

  #release(attempt: Attempt, verdict: "succeeded" | "failed" | "undecided", fault?: string): void {
    const at = this.#live.indexOf(attempt);
    if (at < 0) return;
    this.#live.splice(at, 1);
    attempt.trace?.end({ status: attempt.status, fault });
    const { provider } = attempt.candidate;
    if (verdict === "succeeded") provider.breaker.succeeded();
    // One request that a provider cannot bear is one failure, however often it was tried.
    else if (verdict === "failed" && !this.#blamed.includes(provider)) provider.breaker.failed();
    else provider.breaker.undecided();
    if (verdict === "failed") this.#blamed.push(provider);
    provider.slots.release();
  }

  #giveUp(fault: Fault): void {
    this.#dismiss(() => true);
    if (this.#left) {
      this.#finish(CLIENT_LEFT);
      return;
    }
    const blamed = (this.#chosen ?? this.#last)?.candidate;
    const own =
      fault instanceof UpstreamFault && blamed && this.#speaks(blamed.provider) ? fault.answer : undefined;
    const message = blamed ? `${blamed.name}: ${fault.details.message}` : fault.details.message;
    this.#fault = fault;
    this.#finish(fault.details.status);
    this.#outlet.refuse({ ...fault.details, message }, blamed?.provider.name, own);
  }

  /** A provider's own words are for a client of its own language: what was translated is told in ours. */
  #speaks({ config }: Provider): boolean {
    return this.#ask.spoken.isNativeTo(config);
  }

  #clientLeft(): void {
    if (this.#over) return;
    this.#left = true;
    this.#dismiss(({ candidate }) => candidate.provider.config.onCancel === "cancel");
    for (const attempt of this.#live) {
      attempt.draining = true;
      attempt.resume();
    }
    if (this.#live.length === 0) this.#finish(CLIENT_LEFT);
  }

  #finish(status: number): void {
    if (this.#over) return;
    this.#over = true;
    this.#parts.watch.remove(this);
    this.#parts.ended({
      status,
      attempt: this.#chosen ?? this.#last,
      fault: this.#fault,
      tries: this.#turns.taken,
      queuedMs: this.#entry.queuedMs,
      endedAt: performance.now(),
    });
  }
}
