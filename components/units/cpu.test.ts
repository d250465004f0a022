import { expect, test } from "vitest";
import { type Cpu, cores, cpuRange } from "./index.ts";

test.each<[Cpu, number]>([
  ["500m", 0.5],
  ["2", 2],
  ["0.25", 0.25],
])("%s is %d cores", (cpu, count) => {
  expect(cores(cpu)).toBe(count);
});

test("one value asks and sets no limit: a limit would slow down what could run on idle cores", () => {
  expect(cpuRange.parse("500m")).toEqual({ request: "500m" });
  expect(cpuRange.parse("500m..2")).toEqual({ request: "500m", limit: "2" });
});

test.each(["2 cores", "500 m", "1..500m", "1..2..3", "..2", "", 2])(
  "%j is no amount of processor",
  (text) => {
    expect(cpuRange.safeParse(text).success).toBe(false);
  },
);
