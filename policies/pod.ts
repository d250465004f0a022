import type { Resource } from "./resource.ts";

/** What the rules ask of a pod. */
export interface Pod {
  initContainers?: Container[];
  containers?: Container[];
}

interface Container {
  name: string;
  image: string;
}

const WORKLOAD = /^kubernetes:[^:]+:(\w+?)(Patch)?$/;

/** The pod that a Kubernetes workload makes, wherever its kind keeps it. */
export function podIn({ type, props: { spec } }: Resource): Pod | undefined {
  switch (WORKLOAD.exec(type)?.[1]) {
    case "Pod":
      return spec;
    case "CronJob":
      return spec?.jobTemplate?.spec?.template?.spec;
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet":
    case "ReplicaSet":
    case "Job":
      return spec?.template?.spec;
    default:
      return undefined;
  }
}
