import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkout, labFolder } from "../setup/paths.mjs";
import { line, tally } from "./counts.mjs";
import { tool } from "./tool.mjs";

/**
 * Everything that says whether the project is sound, and as the last line what came of it.
 * @param {string[]} args for vitest, which then runs alone: a name, a file
 * @returns {Promise<number>}
 */
export async function runTests(args) {
  const checks = args.length === 0 ? await checkAll() : [];

  const scratch = mkdtempSync(join(labFolder, "test-"));
  try {
    const report = join(scratch, "report.json");
    const code = await tool("vitest", [
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...args,
    ]);
    const counts = tally(report, code, checks, checkout);
    console.log(line(counts));
    return counts.failed > 0 ? 1 : 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function checkAll() {
  return [
    await tool("biome", ["check", "."]),
    await tool("tsc", []),
    await tool("tsc", ["-p", "workloads/dashboard"]),
    await tool("tsx", ["sandbox/programs/build.ts"]),
  ];
}
