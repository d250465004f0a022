import { type Condition, conditionOf, type KubeObject, wordsOf } from "./kinds.ts";

export interface Pod extends KubeObject {
  spec?: { nodeName?: string; containers?: { name: string }[]; initContainers?: { name: string }[] };
  status?: {
    phase?: string;
    conditions?: Condition[];
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
}

export interface ContainerStatus {
  name: string;
  ready: boolean;
  restartCount?: number;
  state?: {
    waiting?: { reason?: string; message?: string };
    terminated?: { reason?: string; exitCode?: number };
  };
}

/** Those that have work to do still. */
export function isAlive({ status }: Pod): boolean {
  return status?.phase !== "Succeeded" && status?.phase !== "Failed";
}

export function hasLabels({ metadata }: KubeObject, labels: Record<string, string>): boolean {
  return Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value);
}

/** Why pods are not ready, each in the words of whoever holds it up. */
export function troublesOf(pods: Pod[]): string[] {
  return pods.filter(isAlive).flatMap((pod) => {
    const trouble = troubleOf(pod);
    return trouble ? [`${pod.metadata.name}: ${trouble}`] : [];
  });
}

function troubleOf(pod: Pod): string | undefined {
  const placed = conditionOf(pod, "PodScheduled");
  if (placed?.status === "False") return `finds no node: ${placed.message ?? placed.reason}`;
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const held = statuses.find(
    ({ state }) => state?.waiting?.reason && state.waiting.reason !== "PodInitializing",
  );
  if (held)
    return `${held.name} waits: ${wordsOf({ type: "", status: "", ...held.state?.waiting })}${again(held)}`;
  const ready = conditionOf(pod, "Ready");
  if (ready?.status === "True") return undefined;
  const slow = statuses.find((each) => !each.ready);
  return ready ? `${wordsOf(ready)}${slow ? again(slow) : ""}` : "has not said that it is ready";
}

function again({ restartCount = 0 }: ContainerStatus): string {
  return restartCount > 0 ? `, started again ${restartCount} times` : "";
}
