import { expect, test } from "vitest";
import { explainFailure } from "./failure.ts";

test("a full disk is told as what it is", () => {
  const log = "error: could not write .pulumi/stacks/one.json: write: no space left on device\n";
  expect(explainFailure(log, "/tmp/log")).toContain("the disk is full");
});

test("settings that are not YAML are told with their line", () => {
  const log =
    "error: getting stack configuration: invalid YAML file: yaml: line 2: did not find expected ',' or ']'\n";
  expect(explainFailure(log, "/tmp/log")).toContain(
    "settings are not YAML: line 2: did not find expected ',' or ']'",
  );
});

test("what the engine says itself is handed on, without its progress", () => {
  const log = "Previewing update (one):\n@ previewing update.....\nerror: unknown flag: --nonsense\n";
  expect(explainFailure(log, "/tmp/log")).toBe("unknown flag: --nonsense");
});

test("after a crash there are its last lines, and where the others are", () => {
  const log = `${Array.from({ length: 99 }, (_, line) => `line ${line}`).join("\n")}\npanic: out of luck\n`;
  const told = explainFailure(log, "/tmp/log");
  expect(told).toContain("panic: out of luck");
  expect(told).not.toContain("line 3\n");
  expect(told).toContain("the whole log: /tmp/log");
});
