import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { checkout } from "../../setup/paths.mjs";

/** The command as a person types it, in this checkout, without a terminal. */
export function lab(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", join(checkout, "scripts/cli/main.ts"), ...args],
    { cwd: checkout, encoding: "utf8", env: { ...process.env, CI: "true" } },
  );
  return { code: status, out: stdout, err: stderr };
}
