import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { line, tally } from "./counts.mjs";

const folder = mkdtempSync(join(tmpdir(), "counts-"));
const report = join(folder, "report.json");

afterAll(() => rmSync(folder, { recursive: true }));

function counted(content: object, code: number, checks: number[] = []) {
  writeFileSync(report, JSON.stringify(content));
  return line(tally(report, code, checks, folder));
}

test("checks and tests are counted together", () => {
  expect(counted({ numPassedTests: 7, numFailedTests: 0, testResults: [] }, 0, [0, 0])).toBe(
    "9 passed, 0 failed",
  );
  expect(counted({ numPassedTests: 7, numFailedTests: 1, testResults: [] }, 1, [0, 1])).toBe(
    "8 passed, 2 failed",
  );
});

test("what was skipped is said", () => {
  const run = { numPassedTests: 1, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1, testResults: [] };
  expect(counted(run, 0)).toBe("1 passed, 0 failed, 3 skipped");
});

test("a file that cannot be read counts as a failure", () => {
  const testResults = [{ name: join(folder, "torn.test.ts"), status: "failed", assertionResults: [] }];
  expect(counted({ numPassedTests: 3, numFailedTests: 0, testResults }, 1)).toBe("3 passed, 1 failed");
});

test("a run that fails without a failed test, or without a report, is a failure", () => {
  expect(counted({ numPassedTests: 3, numFailedTests: 0, testResults: [] }, 1)).toBe("3 passed, 1 failed");
  rmSync(report);
  expect(line(tally(report, 1, [], folder))).toBe("0 passed, 1 failed");
});
