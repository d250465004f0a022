import type { ResourceRule } from "../../rule.ts";
import { look } from "../../said.ts";
import { scopes } from "../../scope.ts";
import { sourcesOn } from "../../views/docker-mounts.ts";
import { isSocket } from "../../views/host-path.ts";
import { ofPod } from "../../views/pod.ts";

/** What a container of either kind must never be handed. */
export const machine: ResourceRule[] = [
  {
    id: "runtime-socket",
    title: "No container commands the others.",
    sources: ["KL docker-sock", "TR KSV-0006", "DB 5.32"],
    reason: "whoever may write to the runtime's socket starts a container that is root on the machine",
    fix: "read what it needs by the API of the cluster, or by a proxy that allows reading only",
    severity: "critical",
    scope: scopes.containers,
    check: (resource) =>
      scopes.dockerContainers.has(resource.type)
        ? look(() => sourcesOn(resource).map((path) => isSocket(path) && `has ${path}`))
        : ofPod(({ volumes = [] }) =>
            volumes.map(({ hostPath }) => hostPath && isSocket(hostPath.path) && `has ${hostPath.path}`),
          )(resource),
  },
];
