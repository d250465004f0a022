import type { ServiceSpec } from "../../../components/service/index.ts";

/** To ask pods to leave, and to change how many there are: what a pod is, and what it knows, nobody touches or sees. */
export const permissions: NonNullable<ServiceSpec["permissions"]> = [
  { groups: ["apps"], resources: ["deployments", "statefulsets", "daemonsets"], verbs: ["get"] },
  { groups: ["apps"], resources: ["deployments/scale", "statefulsets/scale"], verbs: ["get", "patch"] },
  { resources: ["pods"], verbs: ["list"] },
  { resources: ["pods/eviction"], verbs: ["create"] },
];
