import fc from "fast-check";
import { expect, test } from "vitest";
import { Fault } from "../http/fault.ts";
import type { Caller, Limits } from "./caller.ts";
import { LimitBook } from "./limits.ts";

const noon = Date.UTC(2026, 10, 1, 12);
const minute = 60_000;

function caller(limits: Limits, keyId = "key_1"): Caller {
  return { keyId, name: "phone", person: "ann", admin: false, models: ["*"], tools: [], limits };
}

function bookAt(start: number) {
  const clock = { now: start };
  return { clock, book: new LimitBook(() => clock.now) };
}

function refusal(answer: unknown) {
  if (answer instanceof Fault) return answer.details;
  throw new Error("it was let in");
}

function admission(answer: ReturnType<LimitBook["admit"]>) {
  if (answer instanceof Fault) throw answer;
  return answer;
}

interface Asked {
  wait: number;
  tokens: number;
  /** How much of the estimate is used in the end, and how much later that is known. */
  share: number;
  later: number;
}

const asked: fc.Arbitrary<Asked> = fc.record({
  wait: fc.integer({ min: 0, max: 20_000 }),
  tokens: fc.integer({ min: 0, max: 600 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  later: fc.integer({ min: 0, max: 90_000 }),
});

test("no minute lets in more requests or tokens than the key has, whatever is given back and when", () => {
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 150 }), fc.integer({ min: 1, max: 20 }), (many, most) => {
      const { clock, book } = bookAt(noon);
      const who = caller({ requestsPerMinute: most, tokensPerMinute: 1_000 });
      const admitted: { at: number; used: number }[] = [];
      const unsettled: { at: number; settle: () => void }[] = [];
      for (const { wait, tokens, share, later } of many) {
        clock.now += wait;
        for (const { settle } of unsettled.filter(({ at }) => at <= clock.now)) settle();
        const answer = book.admit(who, tokens);
        if (answer instanceof Fault) continue;
        const used = Math.floor(tokens * share);
        admitted.push({ at: clock.now, used });
        unsettled.push({ at: clock.now + later, settle: () => answer.settle(used, 0) });
      }
      for (const { at } of admitted) {
        const within = admitted.filter((other) => other.at >= at && other.at < at + minute);
        expect(within.length).toBeLessThanOrEqual(most);
        expect(within.reduce((sum, { used }) => sum + used, 0)).toBeLessThanOrEqual(1_000);
      }
    }),
  );
});

test("whoever waits as long as he was told is let in", () => {
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 100 }), (many) => {
      const { clock, book } = bookAt(noon);
      const who = caller({ requestsPerMinute: 5, tokensPerMinute: 1_000 });
      for (const { wait, tokens } of many) {
        clock.now += wait;
        const answer = book.admit(who, tokens);
        if (!(answer instanceof Fault)) continue;
        const { retryAfter = 0 } = answer.details;
        expect(retryAfter).toBeGreaterThan(0);
        expect(retryAfter).toBeLessThanOrEqual(61);
        clock.now += retryAfter * 1_000;
        expect(book.admit(who, tokens)).not.toBeInstanceOf(Fault);
      }
    }),
  );
});

test("a refusal says which limit it was and when to come again", () => {
  const { clock, book } = bookAt(noon);
  const who = caller({ requestsPerMinute: 1 });
  admission(book.admit(who, 10));
  clock.now += 20_000;
  expect(refusal(book.admit(who, 10))).toMatchObject({
    status: 429,
    kind: "rate_limit",
    code: "requests_per_minute",
    retryAfter: 41,
    message: 'The key "phone" has used up its 1 requests a minute. Try again in 41 s.',
  });
  admission(book.admit(caller({ requestsPerMinute: 1 }, "key_2"), 10));
});

test("a request that is larger than a whole minute's tokens is told so, instead of to wait", () => {
  const { book } = bookAt(noon);
  const { message, retryAfter } = refusal(book.admit(caller({ tokensPerMinute: 100 }), 101));
  expect(message).toContain("can never be let in");
  expect(retryAfter).toBeUndefined();
});

test("tokens that were not used are given back, and those beyond the estimate are taken", () => {
  const { book } = bookAt(noon);
  const who = caller({ tokensPerMinute: 1_000 });
  const first = admission(book.admit(who, 1_000));
  refusal(book.admit(who, 1));
  first.settle(100, 0);
  first.settle(100, 0);
  refusal(book.admit(who, 901));
  const second = admission(book.admit(who, 900));
  second.settle(5_000, 0);
  refusal(book.admit(who, 1));
});

test("what is given back after its minute frees nothing of the next one", () => {
  const { clock, book } = bookAt(noon);
  const who = caller({ tokensPerMinute: 1_000 });
  const slow = admission(book.admit(who, 1_000));
  clock.now += 61_000;
  admission(book.admit(who, 1_000));
  slow.settle(0, 0);
  refusal(book.admit(who, 1));
});

test("a budget that is spent refuses until the day or the month is over", () => {
  const { clock, book } = bookAt(noon);
  const daily = caller({ budgetPerDay: 1 }, "key_d");
  const monthly = caller({ budgetPerMonth: 1 }, "key_m");
  for (const who of [daily, monthly]) admission(book.admit(who, 1)).settle(1, 1_000_000);
  expect(refusal(book.admit(daily, 1))).toMatchObject({
    kind: "quota",
    code: "budget_exceeded",
    retryAfter: 43_200,
  });
  expect(refusal(book.admit(monthly, 1)).message).toContain("$1 a month");
  clock.now = Date.UTC(2026, 10, 2);
  admission(book.admit(daily, 1));
  refusal(book.admit(monthly, 1));
  clock.now = Date.UTC(2026, 11, 1);
  admission(book.admit(monthly, 1));
});

test("what another router let in counts, and what it gave back never frees more than it took", () => {
  const { clock, book } = bookAt(noon);
  const who = caller({ tokensPerMinute: 1_000 });
  book.add("key_1", { requests: 1, tokens: 1_000, cost: 0 });
  refusal(book.admit(who, 1));
  clock.now += 30_000;
  book.add("key_1", { requests: 0, tokens: -900, cost: 0 });
  admission(book.admit(who, 900));
  clock.now += 40_000;
  refusal(book.admit(who, 101));
});

test("a key without limits is never refused", () => {
  const { book } = bookAt(noon);
  for (let n = 0; n < 10_000; n += 1) admission(book.admit(caller({}), 1_000_000)).settle(1, 1e9);
});
