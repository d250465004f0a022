import fc from "fast-check";
import { expect, test } from "vitest";
import { between, EVERY, isQuiet, nextAfter, stepOf } from "./index.ts";

const BERLIN = "Europe/Berlin";
const at = (text: string) => new Date(text);
const told = (times: readonly Date[]) => times.map((time) => time.toISOString());

test("eight in the morning stays eight in the morning when the clocks change", () => {
  const daily = { first: "2026-10-23T08:00", every: "day" as const };
  expect(told(between(daily, BERLIN, at("2026-10-24T00:00Z"), at("2026-10-27T00:00Z")))).toEqual([
    "2026-10-24T06:00:00.000Z",
    "2026-10-25T07:00:00.000Z",
    "2026-10-26T07:00:00.000Z",
  ]);
});

test("an hour that the clock leaves out is the one after it, once; one that comes twice is the first", () => {
  const spring = { first: "2026-03-28T02:30", every: "day" as const };
  expect(told(between(spring, BERLIN, at("2026-03-28T12:00Z"), at("2026-03-30T12:00Z")))).toEqual([
    "2026-03-29T01:30:00.000Z",
    "2026-03-30T00:30:00.000Z",
  ]);
  const autumn = { first: "2026-10-25T02:30", every: null };
  expect(nextAfter(autumn, BERLIN, at("2026-01-01T00:00Z"))).toEqual(at("2026-10-25T00:30Z"));
});

test("the 31st is the last day of a shorter month, and the 31st again in a longer one", () => {
  const monthly = { first: "2026-01-31T12:00", every: "month" as const };
  const days = between(monthly, "UTC", at("2026-02-01T00:00Z"), at("2026-05-01T00:00Z"));
  expect(told(days).map((day) => day.slice(5, 10))).toEqual(["02-28", "03-31", "04-30"]);
  const leap = { first: "2024-02-29T12:00", every: "year" as const };
  expect(nextAfter(leap, "UTC", at("2026-12-01T00:00Z"))).toEqual(at("2027-02-28T12:00Z"));
});

const moments = fc.date({ min: at("2020-01-01T00:00Z"), max: at("2040-01-01T00:00Z"), noInvalidDate: true });
const rhythms = fc.record({
  first: moments.map((moment) => moment.toISOString().slice(0, 16)),
  every: fc.constantFrom(...EVERY, null),
});

test("the next time is later, and there is none between", () => {
  fc.assert(
    fc.property(
      rhythms,
      moments,
      fc.constantFrom(BERLIN, "UTC", "America/New_York"),
      (rhythm, moment, zone) => {
        const next = nextAfter(rhythm, zone, moment);
        if (!next) {
          expect(rhythm.every).toBeNull();
          return;
        }
        expect(next.getTime()).toBeGreaterThan(moment.getTime());
        expect(between(rhythm, zone, new Date(moment.getTime() + 1), next)).toEqual([]);
        expect(between(rhythm, zone, next, new Date(next.getTime() + 1))).toEqual([next]);
      },
    ),
  );
});

const daily = { first: "2026-11-01T08:00", every: "day" as const };

test("however long nobody looked, it is told once, with how often it was missed", () => {
  const reminder = { ...daily, nextAt: at("2026-11-20T07:00Z"), toldAt: null };
  expect(stepOf(reminder, BERLIN, at("2026-11-20T06:59:59Z"))).toEqual({ do: "nothing" });
  expect(stepOf(reminder, BERLIN, at("2026-11-20T07:00Z"))).toEqual({
    do: "tell",
    due: at("2026-11-20T07:00Z"),
    missed: 0,
    nextAt: at("2026-11-21T07:00Z"),
  });
  expect(stepOf(reminder, BERLIN, at("2026-11-22T12:00Z"))).toEqual({
    do: "tell",
    due: at("2026-11-22T07:00Z"),
    missed: 2,
    nextAt: at("2026-11-23T07:00Z"),
  });
});

test("a clock that went ahead for years and came back silences nothing; one that is corrected repeats nothing", () => {
  const ahead = { ...daily, nextAt: at("2036-01-02T07:00Z"), toldAt: at("2036-01-01T12:00Z") };
  expect(stepOf(ahead, BERLIN, at("2026-11-22T12:00Z"))).toEqual({
    do: "mend",
    nextAt: at("2026-11-23T07:00Z"),
  });
  const corrected = { ...daily, nextAt: at("2026-11-23T07:00Z"), toldAt: at("2026-11-22T07:00:01Z") };
  expect(stepOf(corrected, BERLIN, at("2026-11-22T06:59:58Z"))).toEqual({ do: "nothing" });
});

test("quiet hours last over midnight, by the clock on the wall", () => {
  const quiet = { from: "22:00", to: "07:00" };
  const is = (text: string) => isQuiet(quiet, BERLIN, at(text));
  expect([is("2026-11-22T20:59Z"), is("2026-11-22T21:00Z"), is("2026-11-23T05:59Z")]).toEqual([
    false,
    true,
    true,
  ]);
  expect(is("2026-11-23T06:00Z")).toBe(false);
  expect(isQuiet({ from: "13:00", to: "14:00" }, "UTC", at("2026-11-22T13:30Z"))).toBe(true);
  expect(isQuiet(undefined, "UTC", at("2026-11-22T03:00Z"))).toBe(false);
});
