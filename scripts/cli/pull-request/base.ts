import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClusterCapacity } from "../../../sandbox/index.ts";
import { checkout } from "../../setup/paths.mjs";
import { run } from "../../setup/run.mjs";
import { Stop } from "../exits.ts";
import type { Door } from "./doors.ts";

export interface Base {
  doors: Door[];
  placement: ClusterCapacity[];
}

/** The lab as it is without the change: read by its own programs, in a worktree beside this one. */
export async function readBase(commit: string, withPlacement: boolean): Promise<Base> {
  const folder = mkdtempSync(join(tmpdir(), "lab-base-"));
  const tree = join(folder, "checkout");
  try {
    await succeed("git", ["worktree", "add", "--detach", "--quiet", tree, commit], checkout);
    symlinkSync(join(checkout, "node_modules"), join(tree, "node_modules"));
    const ask = async (command: string): Promise<unknown> => {
      const words = ["--import", "tsx", "scripts/cli/main.ts", command, "--json"];
      const { output } = await run("node", words, { cwd: tree, timeoutMs: 300_000 });
      return JSON.parse(output.slice(output.search(/^[[{]/m)));
    };
    const doors = (await ask("services")) as Door[];
    const placement = withPlacement
      ? ((await ask("capacity")) as { clusters: ClusterCapacity[] }).clusters
      : [];
    return { doors, placement };
  } finally {
    await run("git", ["worktree", "remove", "--force", tree], { cwd: checkout });
    rmSync(folder, { recursive: true, force: true });
  }
}

async function succeed(command: string, words: string[], cwd: string): Promise<void> {
  const { code, output, failure } = await run(command, words, { cwd });
  if (code !== 0) throw new Stop(`${command} ${words[0]} failed: ${failure ?? output.trim()}`);
}
