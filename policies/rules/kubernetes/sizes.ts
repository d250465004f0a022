import type { ResourceRule } from "../../rule.ts";
import { scopes } from "../../scope.ts";
import { ofContainers, ofPod } from "../../views/pod.ts";

const GPU = "nvidia.com/gpu";
const scope = scopes.pods;

/** What a pod may take of its machine. */
export const sizes: ResourceRule[] = [
  {
    id: "requests",
    title: "Every container says how much processor and memory it needs.",
    sources: ["KL unset-cpu-requirements", "KL unset-memory-requirements", "TR KSV-0015", "TR KSV-0016"],
    reason: "the scheduler fills a machine until what said nothing has nothing",
    fix: "say resources where the service is declared",
    severity: "medium",
    scope,
    check: ofContainers(({ resources }) =>
      ["cpu", "memory"].map((what) => asked(resources, what) === undefined && `asks for no ${what}`),
    ),
  },
  {
    id: "memory-limit",
    title: "Every container has a limit of memory.",
    sources: ["KL unset-memory-requirements", "TR KSV-0018"],
    reason: "one that leaks takes its machine's memory, and the kernel ends others for it",
    fix: "say the limit as the second half of resources.memory, as in 256Mi..1Gi",
    severity: "medium",
    scope,
    check: ofContainers(
      ({ resources }) => resources?.limits?.memory === undefined && "has no limit of memory",
    ),
  },
  {
    id: "scratch-limit",
    title: "Every folder for temporary files has a size.",
    sources: ["KS container-ephemeral-storage-request-and-limit"],
    reason: "a pod that fills its machine's disk has all pods there evicted",
    fix: "set sizeLimit on the emptyDir",
    severity: "medium",
    scope,
    check: ofPod(({ volumes = [], containers }) => {
      const bounded = containers.every(({ resources }) => resources?.limits?.["ephemeral-storage"]);
      return volumes.map(
        ({ name, emptyDir }) =>
          emptyDir && !emptyDir.sizeLimit && !bounded && `has temporary files in ${name} without an end`,
      );
    }),
  },
  {
    id: "gpu-slices",
    title: "A container asks for whole slices of a GPU, by its limits.",
    sources: ["KY check-nvidia-gpu"],
    reason:
      "a GPU cannot be overcommitted: a part of a slice is refused, and a request that differs never starts",
    fix: "say place: { gpu: { slices: 1 } } where the service is declared",
    severity: "medium",
    scope,
    check: ofContainers(({ resources: { requests = {}, limits = {} } = {} }) => {
      const [asked, allowed] = [requests[GPU], limits[GPU]];
      return [
        asked !== undefined &&
          String(asked) !== String(allowed) &&
          `asks for ${asked} GPU slices, with a limit of ${allowed ?? "none"}`,
        allowed !== undefined &&
          !/^[1-9]\d*$/.test(String(allowed)) &&
          `asks for ${allowed} GPU slices, which are no whole ones`,
      ];
    }),
  },
];

/** A limit alone is a request too. */
function asked(resources: { requests?: object; limits?: object } | undefined, what: string): unknown {
  const { requests = {}, limits = {} } = resources ?? {};
  return (requests as Record<string, unknown>)[what] ?? (limits as Record<string, unknown>)[what];
}
