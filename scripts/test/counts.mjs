import { relative } from "node:path";
import { readJson } from "../setup/files.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @param {string} reportFile vitest's own, as JSON
 * @param {number} code vitest's exit code
 * @param {number[]} checks the exit codes of what ran before: one each is counted
 * @param {string} root
 * @returns {Counts}
 */
export function tally(reportFile, code, checks, root) {
  const report = readJson(reportFile);
  const counts = {
    passed: (report?.numPassedTests ?? 0) + checks.filter((check) => check === 0).length,
    failed: (report?.numFailedTests ?? 0) + checks.filter((check) => check !== 0).length,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
  // A file that could not even be read has no test that failed, and must count all the same.
  for (const file of report?.testResults ?? []) {
    const failed = file.assertionResults.some(
      (/** @type {{ status: string }} */ test) => test.status === "failed",
    );
    if (file.status === "failed" && !failed) {
      console.error(`${relative(root, file.name)} could not run.`);
      counts.failed++;
    }
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** @param {Counts} counts */
export function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
