import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import type { LabSpec } from "../../components/lab/index.ts";
import { Refusal } from "../../components/refusal.ts";
import { read } from "./lab.ts";

/**
 * Every file in a folder beside this one makes one mistake, and the text of its name is what a person is told.
 * `npx vitest run tests/invalid -u` writes the texts anew; the diff is then read as a person would read it.
 */
const here = new URL(".", import.meta.url);
const files = await readdir(here, { recursive: true });
const mistakes = files
  .filter((file) => file.includes("/") && file.endsWith(".ts"))
  .map((file) => file.slice(0, -3));

test.each(mistakes)("%s", async (mistake) => {
  const { default: spec }: { default: LabSpec } = await import(new URL(`${mistake}.ts`, here).href);
  const { message, problems } = refused(spec);
  await expect(`${message}\n`).toMatchFileSnapshot(`${mistake}.txt`);
  expect(problems, "one mistake is told once").toHaveLength(1);
});

test("no message has outlived its mistake", () => {
  const messages = files.filter((file) => file.endsWith(".txt")).map((file) => file.slice(0, -4));
  expect(messages.filter((message) => !mistakes.includes(message))).toEqual([]);
});

function refused(spec: LabSpec): Refusal {
  try {
    read(spec);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("this is no mistake: the lab was read");
}
