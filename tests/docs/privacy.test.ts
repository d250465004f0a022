import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { labWith } from "../../components/testing/index.ts";
import { player } from "./examples/privacy.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => readFileSync(`${ROOT}${path}`, "utf8");
const page = read("docs/reference/privacy.md");

test("the page of privacy shows an example that a lab accepts", () => {
  const example = read("tests/docs/examples/privacy.ts");
  // On the page it stands where a service's file would lie.
  expect(page).toContain(example.replaceAll("../../../components", "../../../../components"));
  expect(() => labWith(player)).not.toThrow();
});

test.each(["program-that-tells-its-makers", "internet-without-a-reason", "models-outside-of-the-house"])(
  "the message on the page is the one that people get: %s",
  (mistake) => {
    expect(page).toContain(read(`tests/invalid/privacy/${mistake}.txt`));
  },
);
