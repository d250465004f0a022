import type { Actor } from "../../../components/verification/index.ts";

/** Who is not in a sandbox, and what that leaves unseen. Everybody else is there, or answers as they would. */
export const ABSENT_FROM_SANDBOX: Record<Actor, string> = {
  kubelet: "emulated: the sandbox's pods are placed and said to be ready, and nothing runs in them",
  operators: "emulated: in the sandbox nothing runs of what charts install, which would say so",
  connectors: "emulated: no cloudflared of the sandbox dials in",
  network: "emulated: the sandbox has the APIs of a lab, and not its networks",
  schedules: "emulated: Proxmox' schedules do not run in the sandbox",
};
