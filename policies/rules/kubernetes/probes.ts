import type { ResourceRule } from "../../rule.ts";
import { scopes } from "../../scope.ts";
import { type Container, lastingContainersOf, ofContainers } from "../../views/pod.ts";

type Probe = NonNullable<Container["readinessProbe"]>;

const scope = scopes.longRunning;

/** How a cluster learns whether a pod works. */
export const probes: ResourceRule[] = [
  {
    id: "readiness",
    title: "Whatever answers on a port says when it is ready.",
    sources: ["KL no-readiness-probe", "KL no-liveness-probe", "KY require-pod-probes"],
    reason: "people are sent to it before it answers, and an update goes on although it does not work",
    fix: "say health where the service is declared",
    severity: "medium",
    scope,
    check: ofContainers(
      ({ ports = [], readinessProbe }) =>
        ports.length > 0 && !readinessProbe && "has ports, and no readiness probe",
      lastingContainersOf,
    ),
  },
  {
    id: "probes-differ",
    title: "A pod is given more time to live than to be ready.",
    sources: ["KS pod-probes-identical"],
    reason: "with one and the same probe for both, a pod that is only busy is killed",
    fix: "give the liveness probe more patience than the readiness probe",
    severity: "low",
    scope,
    check: ofContainers(
      ({ readinessProbe, livenessProbe }) =>
        readinessProbe !== undefined &&
        JSON.stringify(readinessProbe) === JSON.stringify(livenessProbe) &&
        "is killed as soon as it is not ready",
      lastingContainersOf,
    ),
  },
  {
    id: "probe-port",
    title: "A probe asks on a port that its container has.",
    sources: ["KL readiness-port", "KL liveness-port", "KL startup-port"],
    reason: "what nobody answers on never becomes ready",
    fix: "name the port among the container's ports, or ask on one that is there",
    severity: "medium",
    scope,
    check: ofContainers((container) => {
      const { readinessProbe, livenessProbe, startupProbe } = container;
      return Object.entries({ readinessProbe, livenessProbe, startupProbe }).map(([kind, probe]) => {
        const port = probe && portOf(probe);
        return (
          port !== undefined &&
          !listens(container, port) &&
          `has a ${kind} on port ${port}, which it does not have`
        );
      });
    }, lastingContainersOf),
  },
];

function portOf({ httpGet, tcpSocket, grpc }: Probe): string | number | undefined {
  return httpGet?.port ?? tcpSocket?.port ?? grpc?.port;
}

function listens({ ports = [] }: Container, port: string | number): boolean {
  return ports.some(({ name, containerPort }) => name === port || String(containerPort) === String(port));
}
