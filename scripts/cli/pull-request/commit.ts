import { checkout } from "../../setup/paths.mjs";
import { run } from "../../setup/run.mjs";

/** Of a pull request, what it proposes: what GitHub checks out by itself is already merged. */
export async function headCommit(): Promise<string> {
  const { output } = await run("git", ["rev-parse", "HEAD"], { cwd: checkout });
  return process.env.GITHUB_HEAD_SHA ?? output.trim();
}
