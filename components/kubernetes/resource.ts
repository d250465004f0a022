import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type CustomResource, checkCustomResource, customKindOf } from "../custom-resources/index.ts";
import { refuse } from "../refusal.ts";
import type { Vault } from "../vault/index.ts";
import type { Manifest, PlannedRelease, PlannedSecret } from "./manifest.ts";
import { release } from "./release.ts";

type ResourceClass = new (
  name: string,
  args: never,
  opts?: pulumi.CustomResourceOptions,
) => pulumi.CustomResource;

/** Behind functions, because each class is a file that is loaded when first touched. */
const CLASSES: Record<Exclude<Manifest, CustomResource | PlannedRelease>["kind"], () => ResourceClass> = {
  ClusterRole: () => k8s.rbac.v1.ClusterRole,
  ClusterRoleBinding: () => k8s.rbac.v1.ClusterRoleBinding,
  ConfigMap: () => k8s.core.v1.ConfigMap,
  CronJob: () => k8s.batch.v1.CronJob,
  DaemonSet: () => k8s.apps.v1.DaemonSet,
  Deployment: () => k8s.apps.v1.Deployment,
  HorizontalPodAutoscaler: () => k8s.autoscaling.v2.HorizontalPodAutoscaler,
  Ingress: () => k8s.networking.v1.Ingress,
  Job: () => k8s.batch.v1.Job,
  LimitRange: () => k8s.core.v1.LimitRange,
  Namespace: () => k8s.core.v1.Namespace,
  NetworkPolicy: () => k8s.networking.v1.NetworkPolicy,
  PersistentVolume: () => k8s.core.v1.PersistentVolume,
  PersistentVolumeClaim: () => k8s.core.v1.PersistentVolumeClaim,
  PodDisruptionBudget: () => k8s.policy.v1.PodDisruptionBudget,
  ResourceQuota: () => k8s.core.v1.ResourceQuota,
  Role: () => k8s.rbac.v1.Role,
  RoleBinding: () => k8s.rbac.v1.RoleBinding,
  Secret: () => k8s.core.v1.Secret,
  Service: () => k8s.core.v1.Service,
  ServiceAccount: () => k8s.core.v1.ServiceAccount,
  StatefulSet: () => k8s.apps.v1.StatefulSet,
};

/** Registers a manifest as what it is. Only a Secret is more than plain values: its secrets are filled in here. */
export function register(
  name: string,
  manifest: Manifest,
  vault: Vault,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  if (isCustom(manifest)) {
    refuse(checkCustomResource(manifest));
    return new k8s.apiextensions.CustomResource(name, manifest, opts);
  }
  if (manifest.kind === "Release") return release(name, manifest, vault, opts);
  const args = manifest.kind === "Secret" ? opened(manifest, vault) : manifest;
  // The kind has chosen the class, which the compiler cannot follow from one table to another.
  return new (CLASSES[manifest.kind]())(name, args as never, opts);
}

function isCustom(manifest: Manifest): manifest is Extract<Manifest, CustomResource> {
  return customKindOf(manifest.kind) !== undefined;
}

/** As `data`, which the API gives back as it was written; `stringData` it only takes. */
function opened({ stringData, ...secret }: PlannedSecret, vault: Vault) {
  const entries = Object.entries(stringData).map(([key, parts]) => [key, vault.fill(parts).apply(base64)]);
  return { ...secret, data: Object.fromEntries(entries) };
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
