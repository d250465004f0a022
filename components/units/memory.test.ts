import fc from "fast-check";
import { expect, test } from "vitest";
import { bytes, type Memory, memory, memoryOf, memoryRange } from "./index.ts";

test("a size is counted in powers of two, as Kubernetes counts it", () => {
  expect(bytes("1Ki")).toBe(1024);
  expect(bytes("1.5Gi")).toBe(1.5 * 1024 ** 3);
  expect(bytes("2Ti")).toBe(2 * 1024 ** 4);
});

test.each(["8GB", "8G", "512", "Gi", "1,5Gi", "-1Gi", " 1Gi", "1e3Mi", 512, null])(
  "%j is no size",
  (text) => {
    expect(memory.safeParse(text).success).toBe(false);
  },
);

test("one value is both what is asked and what is allowed", () => {
  expect(memoryRange.parse("512Mi")).toEqual({ request: "512Mi", limit: "512Mi" });
  expect(memoryRange.parse("1Gi..4Gi")).toEqual({ request: "1Gi", limit: "4Gi" });
});

test.each(["4Gi..1Gi", "1Gi..", "..1Gi", "1Gi..2Gi..3Gi", "1Gi..2GB"])("%j is no range", (text) => {
  expect(memoryRange.safeParse(text).success).toBe(false);
});

test("a size told to a person is within a twentieth of the truth, and can be written back", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1024, max: 2 ** 45 }), (count) => {
      const told: Memory = memoryOf(count);
      expect(memory.safeParse(told).success).toBe(true);
      expect(Math.abs(bytes(told) - count) / count).toBeLessThanOrEqual(0.05);
    }),
  );
});
