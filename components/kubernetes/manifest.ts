import type { IDaemonSet, IDeployment, IStatefulSet } from "kubernetes-models/apps/v1";
import type { IHorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2";
import type { ICronJob, IJob } from "kubernetes-models/batch/v1";
import type { IIngress, INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1";
import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1";
import type {
  IClusterRole,
  IClusterRoleBinding,
  IRole,
  IRoleBinding,
} from "kubernetes-models/rbac.authorization.k8s.io/v1";
import type {
  IConfigMap,
  ILimitRange,
  INamespace,
  IPersistentVolume,
  IPersistentVolumeClaim,
  IResourceQuota,
  ISecret,
  IService,
  IServiceAccount,
} from "kubernetes-models/v1";
import type { CustomResource } from "../custom-resources/index.ts";
import type { ResolvedPart } from "../lab/index.ts";
import type { KeptSecret, OwnSecret } from "../secrets/index.ts";

/** The only manifest that may speak of secrets, and it still speaks of them by name. */
export interface PlannedSecret extends Omit<ISecret, "data" | "stringData"> {
  stringData: Record<string, (ResolvedPart | KeptSecret | OwnSecret)[]>;
}

/** Values of a chart; where text holds secrets, its parts. */
export interface PlannedValues {
  [key: string]: PlannedValue;
}
type PlannedValue =
  | string
  | number
  | boolean
  | null
  | { text: (ResolvedPart | OwnSecret)[] }
  | PlannedValue[]
  | PlannedValues;

/** What Helm is asked for. No kind of Kubernetes', but planned and named like one. */
export interface PlannedRelease {
  apiVersion: "helm.sh/v3";
  kind: "Release";
  metadata: { name: string; namespace: string; labels: Record<string, string>; annotations?: never };
  spec: { chart: string; repository?: string; version: string; values: PlannedValues };
}

export type WorkloadManifest = IDeployment | IStatefulSet | IDaemonSet | IJob | ICronJob;

type AnyManifest =
  | WorkloadManifest
  | PlannedSecret
  | PlannedRelease
  | CustomResource
  | IClusterRole
  | IClusterRoleBinding
  | IConfigMap
  | IHorizontalPodAutoscaler
  | IIngress
  | ILimitRange
  | INamespace
  | INetworkPolicy
  | IPersistentVolume
  | IPersistentVolumeClaim
  | IPodDisruptionBudget
  | IResourceQuota
  | IRole
  | IRoleBinding
  | IService
  | IServiceAccount;

/** Every name is given: what others refer to must not be invented on the way to the cluster. */
export type Named<M extends AnyManifest> = M & { metadata: { name: string } };

export type Manifest = AnyManifest extends infer M ? (M extends AnyManifest ? Named<M> : never) : never;

/** What something is made of. The key is the part that a manifest plays, and ends the name of its resource. */
export type Plan = Record<string, Manifest>;
