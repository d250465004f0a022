import fc from "fast-check";
import { expect, test } from "vitest";
import { downsample } from "./downsample.ts";

const window = { from: 0, to: 100, columns: 10 };

test("each column of pixels has the least, the median and the most of what falls into it", () => {
  expect(downsample([1, 2, 3, 95], [5, 1, 9, 7], window)).toEqual({
    at: [5, 95],
    low: [1, 7],
    middle: [5, 7],
    high: [9, 7],
  });
});

test("what was not measured leaves a gap, and no zero", () => {
  expect(downsample([1, 50], [null, 2], window)).toEqual({ at: [55], low: [2], middle: [2], high: [2] });
  expect(downsample([], [], window).at).toEqual([]);
  expect(downsample([1], [1], { from: 5, to: 5, columns: 10 }).at).toEqual([]);
});

const points = fc
  .array(fc.tuple(fc.nat({ max: 100 }), fc.option(fc.integer({ min: -1_000, max: 1_000 }))), {
    maxLength: 300,
  })
  .map((all) => all.sort(([one], [other]) => one - other));

test("no extreme is ever lost, nothing is made up, and there are never more columns than pixels", () => {
  fc.assert(
    fc.property(points, fc.integer({ min: 1, max: 50 }), (all, columns) => {
      const values = all.map(([, value]) => value);
      const measured = values.filter((value) => value !== null);
      const shown = downsample(
        all.map(([at]) => at),
        values,
        { ...window, columns },
      );
      expect(shown.at.length).toBeLessThanOrEqual(columns);
      expect(Math.max(...(shown.high as number[]))).toBe(Math.max(...measured));
      expect(Math.min(...(shown.low as number[]))).toBe(Math.min(...measured));
      for (const value of shown.middle) expect(measured).toContain(value);
      expect(shown.at).toEqual([...shown.at].sort((one, other) => one - other));
    }),
  );
});

test("a hundred thousand points take a moment", () => {
  const at = Array.from({ length: 100_000 }, (_, index) => index);
  const values = at.map((index) => (index * 7919) % 1_000);
  const begun = performance.now();
  const shown = downsample(at, values, { from: 0, to: 100_000, columns: 1_000 });
  expect(performance.now() - begun).toBeLessThan(500);
  expect(shown.at).toHaveLength(1_000);
});
