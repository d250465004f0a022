import type { Resource } from "../../resource.ts";
import type { ResourceRule } from "../../rule.ts";
import { look, type Said } from "../../said.ts";
import { scopes } from "../../scope.ts";
import { sourcesOn } from "../../views/docker-mounts.ts";
import { isSocket, isSystemFolder } from "../../views/host-path.ts";

interface Port {
  internal: number;
  external?: number;
  ip?: string;
}

const scope = scopes.dockerContainers;
const EVERYWHERE = ["", "0.0.0.0", "::"];

/** What only a Docker host has to be told: a cluster says the rest by other means. */
export const dockerContainers: ResourceRule[] = [
  {
    id: "host-mounts",
    title: "No container has a folder that makes its machine what it is.",
    sources: ["DB 5.6"],
    reason: "a program that writes to /etc or /usr of its machine is root there",
    fix: "use a volume, or a folder that is there for this service alone",
    severity: "critical",
    scope,
    check: each((resource) =>
      sourcesOn(resource).map(
        (path) => isSystemFolder(path) && !isSocket(path) && `has ${path} of its machine`,
      ),
    ),
  },
  {
    id: "host-namespaces",
    title: "No container shares the network, the processes or the memory of its machine.",
    sources: ["DB 5.10", "DB 5.16", "DB 5.17"],
    reason: "it would see what others send, and could end what others run",
    fix: "remove networkMode, pidMode, ipcMode and usernsMode: host; show its ports instead",
    severity: "high",
    scope,
    check: each(({ props: { networkMode, pidMode, ipcMode, usernsMode } }) =>
      Object.entries({ network: networkMode, processes: pidMode, memory: ipcMode, users: usernsMode }).map(
        ([what, mode]) => mode === "host" && `shares the ${what} of its machine`,
      ),
    ),
  },
  {
    id: "docker-limits",
    title: "A container has a limit of memory and a share of the processor.",
    sources: ["DB 5.11", "DB 5.12"],
    reason: "one that leaks would take the machine, and the games that run on it",
    fix: "say resources where the service is declared",
    severity: "medium",
    scope,
    check: each(({ props }) => [
      lasts(props) && !props.memory && "has no limit of memory",
      lasts(props) && !props.cpuShares && !props.cpus && !props.cpuQuota && "has no share of the processor",
    ]),
  },
  {
    id: "process-limit",
    title: "A container cannot start processes without end.",
    sources: ["DB 5.29"],
    reason: "a fork bomb in one container stops the machine",
    fix: 'set ulimits: [{ name: "nproc", ... }]',
    severity: "medium",
    scope,
    check: each(({ props }) => {
      const ulimits: { name: string; hard?: number }[] = props.ulimits ?? [];
      return (
        lasts(props) &&
        !ulimits.some(({ name, hard = 0 }) => name === "nproc" && hard > 0) &&
        "may start processes without end"
      );
    }),
  },
  {
    id: "one-interface",
    title: "A port is open on one address of its machine.",
    sources: ["DB 5.14"],
    reason: "on all of them it is open to every network that the machine joins, past its firewall",
    fix: "say the ip of the port: the machine's address in the house, or 127.0.0.1",
    severity: "high",
    scope,
    check: each(({ props }) =>
      (props.ports ?? []).map(
        ({ internal, external, ip = "" }: Port) =>
          EVERYWHERE.includes(ip) && `opens port ${external ?? internal} on every address of its machine`,
      ),
    ),
  },
  {
    id: "restart",
    title: "A container that ends is started again, or is meant to end.",
    sources: ["DB 5.15"],
    reason: "after a power cut it would stay away",
    fix: "set restart: unless-stopped, or mustRun: false for a job",
    severity: "medium",
    scope,
    check: each(
      ({ props }) => lasts(props) && (props.restart ?? "no") === "no" && "stays away once it has ended",
    ),
  },
  {
    id: "health-check",
    title: "Docker knows whether a container works.",
    sources: ["DB 5.27"],
    reason: "an update goes on although what it started does not answer",
    fix: "say health where the service is declared",
    severity: "low",
    scope,
    check: each(({ props }) => lasts(props) && !props.healthcheck && "has no health check"),
  },
  {
    id: "host-devices",
    title: "A container gets GPUs as GPUs, and no other device.",
    sources: ["DB 5.18"],
    reason: "a disk as a device is every file on it",
    fix: "say gpus; excuse another device by a label homelab/waive.host-devices",
    severity: "high",
    scope,
    check: each(({ props }) =>
      (props.devices ?? []).map(({ hostPath }: { hostPath: string }) => `has the device ${hostPath}`),
    ),
  },
];

function each(check: (resource: Resource) => Said): ResourceRule["check"] {
  return (resource) => look(() => check(resource));
}

/** A job ends, and nobody misses it. */
function lasts({ mustRun }: Resource["props"]): boolean {
  return mustRun !== false;
}
