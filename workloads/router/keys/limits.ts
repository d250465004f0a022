import { Fault } from "../http/fault.ts";
import type { Caller } from "./caller.ts";
import { Spending } from "./spending.ts";
import { Window } from "./window.ts";

/** A request that was let in. */
export interface Admission {
  /** What it came to in the end: tokens, and millionths of a US dollar. Said twice, it counts once. */
  settle(tokens: number, cost: number): void;
}

/** What a key has used up since it was last told. */
export interface Used {
  requests: number;
  tokens: number;
  cost: number;
}

interface Meter {
  requests: Window;
  tokens: Window;
  day: Spending;
  month: Spending;
}

const microdollars = 1_000_000;

/**
 * Counts what each key uses, in memory: a request waits for nothing. A budget is looked at before a request and charged
 * after it, so the requests that run at that moment can exceed it by what they cost.
 */
export class LimitBook {
  readonly #meters = new Map<string, Meter>();
  readonly #clock: () => number;
  #untold = new Map<string, Used>();

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** Lets a request in, or says why not and when to come again. */
  admit(caller: Caller, estimatedTokens: number): Admission | Fault {
    const now = this.#clock();
    const meter = this.#meter(caller.keyId);
    const fault = this.#whyNot(caller, meter, estimatedTokens, now);
    if (fault) return fault;
    meter.requests.add(1, now);
    const second = meter.tokens.add(estimatedTokens, now);
    this.#note(caller.keyId, 1, estimatedTokens, 0);
    let settled = false;
    return {
      settle: (tokens, cost) => {
        if (settled) return;
        settled = true;
        this.#settle(caller.keyId, meter, tokens - estimatedTokens, cost, second);
      },
    };
  }

  /** What was used here and told to nobody yet. */
  takeUntold(): Map<string, Used> {
    const untold = this.#untold;
    this.#untold = new Map();
    return untold;
  }

  /** What another router let in. */
  add(keyId: string, { requests, tokens, cost }: Used): void {
    const now = this.#clock();
    const meter = this.#meter(keyId);
    meter.requests.add(requests, now);
    if (tokens >= 0) meter.tokens.add(tokens, now);
    else meter.tokens.giveBack(-tokens, now);
    meter.day.add(cost, now);
    meter.month.add(cost, now);
  }

  /** Puts what the ledger knows in the place of what was counted. */
  setSpent(keyId: string, day: number, month: number): void {
    const now = this.#clock();
    const meter = this.#meter(keyId);
    meter.day.set(day, now);
    meter.month.set(month, now);
  }

  get keyIds(): Iterable<string> {
    return this.#meters.keys();
  }

  /** Of several reasons the one that lasts longest: whoever waits as long as he is told is let in. */
  #whyNot({ name, limits }: Caller, meter: Meter, tokens: number, now: number): Fault | undefined {
    const { requestsPerMinute, tokensPerMinute, budgetPerDay, budgetPerMonth } = limits;
    let longest: Fault | undefined;
    const hold = (fault: Fault) => {
      if (waitOf(fault) >= waitOf(longest)) longest = fault;
    };
    if (requestsPerMinute !== undefined && meter.requests.sum(now) + 1 > requestsPerMinute) {
      const wait = meter.requests.secondsUntil(requestsPerMinute - 1, now);
      hold(tooMany("requests_per_minute", `${requestsPerMinute} requests a minute`, name, wait));
    }
    if (tokensPerMinute !== undefined && meter.tokens.sum(now) + tokens > tokensPerMinute) {
      if (tokens > tokensPerMinute) return tooLarge(name, tokens, tokensPerMinute);
      const wait = meter.tokens.secondsUntil(tokensPerMinute - tokens, now);
      hold(tooMany("tokens_per_minute", `${tokensPerMinute} tokens a minute`, name, wait));
    }
    if (budgetPerDay !== undefined && meter.day.spent(now) >= budgetPerDay * microdollars) {
      hold(overBudget(name, budgetPerDay, "day", meter.day.secondsLeft(now)));
    }
    if (budgetPerMonth !== undefined && meter.month.spent(now) >= budgetPerMonth * microdollars) {
      hold(overBudget(name, budgetPerMonth, "month", meter.month.secondsLeft(now)));
    }
    return longest;
  }

  #settle(keyId: string, meter: Meter, tokens: number, cost: number, second: number): void {
    const now = this.#clock();
    const corrected = meter.tokens.correct(tokens, second, now);
    meter.day.add(cost, now);
    meter.month.add(cost, now);
    this.#note(keyId, 0, corrected, cost);
  }

  #note(keyId: string, requests: number, tokens: number, cost: number): void {
    const used = this.#untold.get(keyId);
    if (!used) this.#untold.set(keyId, { requests, tokens, cost });
    else {
      used.requests += requests;
      used.tokens += tokens;
      used.cost += cost;
    }
  }

  #meter(keyId: string): Meter {
    let meter = this.#meters.get(keyId);
    if (!meter) {
      const [requests, tokens] = [new Window(), new Window()];
      meter = { requests, tokens, day: new Spending("day"), month: new Spending("month") };
      this.#meters.set(keyId, meter);
    }
    return meter;
  }
}

function waitOf(fault: Fault | undefined): number {
  return fault?.details.retryAfter ?? 0;
}

function tooMany(code: string, limit: string, name: string, retryAfter: number): Fault {
  const message = `The key "${name}" has used up its ${limit}. Try again in ${retryAfter} s.`;
  return new Fault({ status: 429, kind: "rate_limit", code, message, retryAfter });
}

function tooLarge(name: string, tokens: number, limit: number): Fault {
  return new Fault({
    status: 429,
    kind: "rate_limit",
    code: "tokens_per_minute",
    message:
      `This request may come to ${tokens} tokens, and the key "${name}" has ${limit} a minute: it can never be let in. ` +
      "Send less, ask for fewer tokens, or have the limit raised.",
  });
}

function overBudget(name: string, budget: number, period: string, retryAfter: number): Fault {
  return new Fault({
    status: 429,
    kind: "quota",
    code: "budget_exceeded",
    message: `The key "${name}" has spent its budget of $${budget} a ${period}. It begins anew in ${retryAfter} s (UTC).`,
    retryAfter,
  });
}
