import { spawnSync } from "node:child_process";

/** Why bubblewrap cannot be tried here, or undefined where it can. */
export function whyNoBubblewrap(): string | undefined {
  const { error, status } = spawnSync("bwrap", ["--unshare-all", "--ro-bind", "/", "/", "true"]);
  if (error) return "bubblewrap is not installed (Debian has it in bubblewrap)";
  return status === 0 ? undefined : "user namespaces are not allowed here";
}
