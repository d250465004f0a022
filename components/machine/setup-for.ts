import { nameServerSetup } from "../dns/index.ts";
import { k3sSetup, longhornSetup, nvidiaSetup } from "../k3s/node/index.ts";
import { keepalivedSetup } from "../keepalived/index.ts";
import type { Lab } from "../lab/index.ts";
import { type Setup, setupOf } from "../setup/index.ts";
import { tailnetSetup } from "../tailnet/index.ts";
import { wireguardSetup } from "../wireguard/index.ts";
import { backupServerSetup } from "./backup-server.ts";
import { baseSetup } from "./base.ts";
import { datasetsSetup } from "./datasets.ts";
import { githubRunnersSetup } from "./github-runners.ts";
import { gpuDriverSetup } from "./gpu-driver.ts";
import { guestAgentSetup } from "./guest-agent.ts";
import { multiqueueSetup } from "./multiqueue.ts";
import { ownSetup } from "./own-setup.ts";
import { passthroughSetup } from "./passthrough.ts";
import { wslSetup } from "./wsl.ts";

/** In order: what comes later may use what is there already. */
const PIECES = [
  baseSetup,
  wslSetup,
  passthroughSetup,
  multiqueueSetup,
  datasetsSetup,
  gpuDriverSetup,
  nvidiaSetup,
  longhornSetup,
  githubRunnersSetup,
  backupServerSetup,
  ownSetup,
  nameServerSetup,
  keepalivedSetup,
  tailnetSetup,
  wireguardSetup,
  // It looks for what the others install when it starts, and for the tailnet.
  k3sSetup,
  // Last of all: that it answers says that the machine is finished.
  guestAgentSetup,
];

/** Everything that makes a bare machine what the lab says of it. Each piece is empty where it does not apply. */
export function setupFor(machine: string, lab: Lab): Setup {
  return setupOf(machine, ...PIECES.map((piece) => piece(machine, lab)));
}
