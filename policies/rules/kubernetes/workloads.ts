import type { ResourceRule } from "../../rule.ts";
import { scopes } from "../../scope.ts";
import { misses, repeated } from "../../views/labels.ts";
import { ofContainers, podOf, templateOf } from "../../views/pod.ts";

/** Where the cluster keeps its own. */
const SYSTEM = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** What Kubernetes has taken away, or has said that it will. */
const GONE = [
  /^kubernetes:extensions\/v1beta1:/,
  /^kubernetes:apps\/v1beta[12]:/,
  /^kubernetes:batch\/(v1beta1|v2alpha1):/,
  /^kubernetes:autoscaling\/v2beta[12]:/,
  /^kubernetes:policy\/v1beta1:/,
  /^kubernetes:networking\.k8s\.io\/v1beta1:Ingress/,
  /^kubernetes:rbac\.authorization\.k8s\.io\/v1(alpha|beta)1:/,
  /^kubernetes:storage\.k8s\.io\/v1beta1:(CSIDriver|CSINode|StorageClass|VolumeAttachment|CSIStorageCapacity)/,
  /^kubernetes:scheduling\.k8s\.io\/v1(alpha|beta)1:/,
  /^kubernetes:(apiextensions|apiregistration|admissionregistration)\.k8s\.io\/v1beta1:(CustomResource|APIService|(Mutating|Validating)Webhook)/,
  /^kubernetes:discovery\.k8s\.io\/v1beta1:/,
  /^kubernetes:coordination\.k8s\.io\/v1beta1:Lease/,
  /^kubernetes:core\/v1:(Endpoints|ComponentStatus)(List|Patch)?$/,
];

/** How workloads are written. */
export const workloads: ResourceRule[] = [
  {
    id: "selector",
    title: "A workload finds the pods that it makes.",
    sources: ["KL mismatching-selector", "KS deployment-pod-selector-labels-match-template-metadata-labels"],
    reason: "the cluster refuses it, after everything before it has been applied",
    fix: "give the pod's template every label of the selector",
    severity: "high",
    scope: scopes.selecting,
    check: (resource) => {
      const missing = misses(resource.props.spec?.selector, templateOf(resource)?.metadata?.labels);
      return missing.length > 0 && `selects pods by ${missing.join(", ")}, which its own do not have`;
    },
  },
  {
    id: "spread",
    title: "Copies of a pod are kept apart.",
    sources: ["KL no-anti-affinity"],
    reason: "copies on one machine fall together",
    fix: "say topologySpreadConstraints or a podAntiAffinity by hostname",
    severity: "low",
    scope: scopes.replicated,
    check: (resource) => {
      const { replicas = 1 } = resource.props.spec ?? {};
      const { affinity, topologySpreadConstraints = [] } = podOf(resource) ?? {};
      const apart = affinity?.podAntiAffinity !== undefined || topologySpreadConstraints.length > 0;
      return replicas > 1 && !apart && `has ${replicas} copies, which may all be on one machine`;
    },
  },
  {
    id: "own-namespace",
    title: "Workloads have a namespace of their own.",
    sources: ["KL use-namespace", "TR KSV-0110", "TR KSV-0037"],
    reason:
      "default has no network policy, and in kube-system a pod may be told what the cluster keeps to itself",
    fix: "say the namespace of its group",
    severity: "medium",
    scope: scopes.pods,
    check: ({ props: { metadata } }) => {
      const namespace = metadata?.namespace ?? "default";
      return SYSTEM.includes(namespace) && `is in ${namespace}`;
    },
  },
  {
    id: "gone-api",
    title: "Nothing is written in a version of the API that is gone.",
    sources: ["KL no-extensions-v1beta", "KS stable-version"],
    reason: "the next upgrade of the cluster refuses it",
    fix: "write it in the version that `kubectl explain` names",
    severity: "medium",
    scope: scopes.manifests,
    check: ({ type }) =>
      GONE.some((each) => each.test(type)) &&
      `is ${type.slice("kubernetes:".length)}, a version that is gone`,
  },
  {
    id: "cron-deadline",
    title: "A cron job says how late it may start, and never runs twice at once.",
    sources: ["KS cronjob-has-deadline"],
    reason: "after 100 starts that were missed it starts no more, and two at once write to the same files",
    fix: "set startingDeadlineSeconds, and concurrencyPolicy: Forbid or Replace",
    severity: "low",
    scope: scopes.cronJobs,
    check: ({ props: { spec } }) => [
      spec?.startingDeadlineSeconds === undefined && "has no deadline for its start",
      (spec?.concurrencyPolicy ?? "Allow") === "Allow" && "may run twice at once",
    ],
  },
  {
    id: "repeated-variable",
    title: "No variable is set twice.",
    sources: ["KL duplicate-env-var"],
    reason: "the last one counts, which nobody sees who reads the first",
    fix: "remove one of them",
    severity: "medium",
    scope: scopes.pods,
    check: ofContainers(({ env = [] }) =>
      repeated(env.map(({ name }) => name)).map((name) => `sets ${name} twice`),
    ),
  },
  {
    id: "storage-class",
    title: "A claim says which kind of storage it wants.",
    sources: ["KY require-storageclass"],
    reason: "the default differs from cluster to cluster, and a disk cannot change its kind later",
    fix: 'set storageClassName, or "" to bind a volume that is there',
    severity: "medium",
    scope: scopes.claims,
    check: ({ props: { spec } }) =>
      [spec, ...(spec?.volumeClaimTemplates ?? []).map((template: { spec: object }) => template.spec)].map(
        (claim) =>
          claim?.accessModes &&
          claim.storageClassName === undefined &&
          "leaves its kind of storage to the cluster",
      ),
  },
];
