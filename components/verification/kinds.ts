import { customKindOf } from "../custom-resources/index.ts";

/** Any object of a cluster, as far as a check reads it. Whatever it says, it is data. */
export interface KubeObject {
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    creationTimestamp?: string;
    generation?: number;
  };
}

/** Where the objects of a kind are listed; those of our own custom kinds say it themselves. */
const LISTS = {
  AutoscalingRunnerSet: "/apis/actions.github.com/v1alpha1/autoscalingrunnersets",
  CronJob: "/apis/batch/v1/cronjobs",
  CustomResourceDefinition: "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
  DaemonSet: "/apis/apps/v1/daemonsets",
  Deployment: "/apis/apps/v1/deployments",
  HorizontalPodAutoscaler: "/apis/autoscaling/v2/horizontalpodautoscalers",
  Ingress: "/apis/networking.k8s.io/v1/ingresses",
  Job: "/apis/batch/v1/jobs",
  LimitRange: "/api/v1/limitranges",
  Namespace: "/api/v1/namespaces",
  NetworkPolicy: "/apis/networking.k8s.io/v1/networkpolicies",
  Node: "/api/v1/nodes",
  PersistentVolumeClaim: "/api/v1/persistentvolumeclaims",
  Pod: "/api/v1/pods",
  ResourceQuota: "/api/v1/resourcequotas",
  Secret: "/api/v1/secrets",
  StatefulSet: "/apis/apps/v1/statefulsets",
  StorageClass: "/apis/storage.k8s.io/v1/storageclasses",
};

export type Kind =
  | keyof typeof LISTS
  | "Application"
  | "Certificate"
  | "ClusterIssuer"
  | "SealedSecret"
  | "VerticalPodAutoscaler";

export function listOf(kind: Kind): string {
  const custom = customKindOf(kind);
  if (custom) return `/apis/${custom.group}/${custom.version}/${custom.plural}`;
  return LISTS[kind as keyof typeof LISTS];
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

export function conditionOf(
  object: { status?: { conditions?: Condition[] } },
  type: string,
): Condition | undefined {
  return object.status?.conditions?.find((each) => each.type === type);
}

/** Why a condition is not as it should be, in its own words. */
export function wordsOf({ reason, message }: Condition): string {
  return [reason, message].filter(Boolean).join(": ") || "without a word";
}

export function named<O extends KubeObject>(
  objects: O[],
  { name, namespace }: { name: string; namespace?: string | undefined },
): O | undefined {
  return objects.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
}
