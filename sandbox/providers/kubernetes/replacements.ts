import type { Change } from "../framework/changes.ts";
import { objectAt, type Path, type Properties } from "../framework/value.ts";
import type { Settings } from "./settings.ts";
import type { Gvk } from "./token.ts";

/**
 * What the API server refuses to change, so that the object has to be made anew, by group and kind. The official
 * provider replaces for the same, but for a claim's size, which can grow in place, and for a few fields that
 * today's API server takes and that provider does not know of.
 */
const immutable: Readonly<Record<string, readonly string[]>> = {
  "/PersistentVolume": [
    "spec.csi",
    "spec.fc",
    "spec.flexVolume",
    "spec.hostPath",
    "spec.iscsi",
    "spec.local",
    "spec.nfs",
    "spec.rbd",
    "spec.volumeMode",
  ],
  "/PersistentVolumeClaim": [
    "spec.accessModes",
    "spec.dataSource",
    "spec.dataSourceRef",
    "spec.selector",
    "spec.storageClassName",
    "spec.volumeMode",
    "spec.volumeName",
  ],
  "/Pod": ["spec"],
  "/ResourceQuota": ["spec.scopes"],
  "/Secret": ["type"],
  "/Service": ["spec.clusterIP", "spec.clusterIPs"],
  "apiextensions.k8s.io/CustomResourceDefinition": [
    "spec.group",
    "spec.names.kind",
    "spec.names.plural",
    "spec.scope",
  ],
  "apps/DaemonSet": ["spec.selector"],
  "apps/Deployment": ["spec.selector"],
  "apps/ReplicaSet": ["spec.selector"],
  "apps/StatefulSet": [
    "spec.podManagementPolicy",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/Job": [
    "spec.completionMode",
    "spec.completions",
    "spec.podReplacementPolicy",
    "spec.selector",
    "spec.template",
  ],
  "certificates.k8s.io/CertificateSigningRequest": ["spec"],
  "discovery.k8s.io/EndpointSlice": ["addressType"],
  "networking.k8s.io/IngressClass": ["spec.controller"],
  "node.k8s.io/RuntimeClass": ["handler"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "scheduling.k8s.io/PriorityClass": ["preemptionPolicy", "value"],
  "storage.k8s.io/CSIDriver": ["spec.volumeLifecycleModes"],
  "storage.k8s.io/StorageClass": ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
  "storage.k8s.io/VolumeAttributesClass": ["driverName", "parameters"],
};

const always = ["metadata.name", "metadata.namespace"];

/** Another place is another object. */
export function elsewhere(changes: Change[]): Change[] {
  return changes.map((change) => (isUnder(change.path, always) ? { ...change, replaces: true } : change));
}

export function withReplacements(
  changes: Change[],
  gvk: Gvk,
  settings: Settings,
  before: Properties,
): Change[] {
  const fixed = [
    ...always,
    ...(immutable[`${gvk.group}/${gvk.kind}`] ?? []),
    ...contents(gvk, settings, before),
  ];
  return changes.map((change) => (isUnder(change.path, fixed) ? { ...change, replaces: true } : change));
}

/**
 * The official provider makes a ConfigMap or Secret anew when its contents change, so that Pods which name it
 * roll out, unless the program asked for mutable ones. What says `immutable` can be changed in no other way.
 */
function contents({ group, kind }: Gvk, settings: Settings, before: Properties): string[] {
  if (group !== "" || (kind !== "ConfigMap" && kind !== "Secret")) return [];
  const mutable = kind === "ConfigMap" ? settings.mutableConfigMaps : settings.mutableSecrets;
  if (mutable && before.immutable !== true) return [];
  return ["data", "binaryData", "stringData", ...(before.immutable === true ? ["immutable"] : [])];
}

function isUnder(path: Path, places: string[]): boolean {
  return places.some((place) => {
    const steps = place.split(".");
    const common = Math.min(steps.length, path.length);
    // A change of a parent (a whole spec that comes or goes) changes what is fixed in it, too.
    return steps.slice(0, common).every((step, index) => step === path[index]);
  });
}

/** Two objects of one name cannot be there at once, so the old one goes first; an automatic name differs. */
export function mustDeleteFirst(before: Properties, inputs: Properties, autonamed: boolean): boolean {
  const [old, now] = [objectAt(before, "metadata"), objectAt(inputs, "metadata")];
  return !autonamed && old.name === now.name && old.namespace === now.namespace;
}
