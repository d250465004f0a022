import fc from "fast-check";
import { expect, test } from "vitest";
import { passagesOf } from "./index.ts";

test("paragraphs stay whole, and short ones together", () => {
  expect(passagesOf("One.\r\n\r\nTwo.\n\n\n\nThree.")).toEqual(["One.\n\nTwo.\n\nThree."]);
  const long = "word ".repeat(200).trim();
  expect(passagesOf(`${long}\n\n${long}`)).toEqual([long, long]);
});

test("no passage is too long, and no letter is lost", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "grapheme", maxLength: 3_000 }), { maxLength: 6 }),
      (paragraphs) => {
        const text = paragraphs.join("\n\n");
        const passages = passagesOf(text);
        for (const passage of passages) expect(passage.length).toBeLessThanOrEqual(1_200);
        expect(passages.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
      },
    ),
    { numRuns: 50 },
  );
});
