import type { Actor } from "../../../components/verification/index.ts";
import type { Result } from "./verify.ts";

/** Who is not in a sandbox, and what that leaves unseen. Everybody else is there, or answers as they would. */
export const ABSENT_FROM_SANDBOX: Record<Actor, string> = {
  kubelet: "emulated: the sandbox's pods are placed and said to be ready, and nothing runs in them",
  operators: "emulated: in the sandbox nothing runs of what charts install, which would say so",
  connectors: "emulated: no cloudflared of the sandbox dials in",
  network: "emulated: the sandbox has the APIs of a lab, and not its networks",
  schedules: "emulated: Proxmox' schedules do not run in the sandbox",
};

/** What puts something right there is the same command, for the sandbox. */
export function forSandbox({ check, finding }: Result): Result {
  if (!("fix" in finding) || !finding.fix) return { check, finding };
  const fix = finding.fix.replace(/npx lab (up|verify) [\w-]+/g, "$& --sandbox");
  return { check, finding: { ...finding, fix } };
}
