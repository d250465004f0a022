import { checkout } from "../../setup/paths.mjs";
import { run } from "../../setup/run.mjs";
import { Stop } from "../exits.ts";

/** Whether Git leaves a file alone. */
export async function isIgnored(path: string): Promise<boolean> {
  const { code, output } = await run("git", ["check-ignore", "--quiet", path], { cwd: checkout });
  if (code === 0 || code === 1) return code === 0;
  throw new Stop(`Git was asked whether it ignores ${path}, and said: ${output.trim()}`);
}
