import { expect, test } from "vitest";
import { partOf, percent } from "./index.ts";

test("a share is a part of a whole", () => {
  expect(partOf(8, percent.parse("50%"))).toBe(4);
  expect(partOf(8, percent.parse("100%"))).toBe(8);
});

test.each(["50", 0.5, "0%", "101%", "-5%", "half"])("%j is no share", (text) => {
  expect(percent.safeParse(text).success).toBe(false);
});
