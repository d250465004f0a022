import { type KubeApi, type KubeObject, provisioners } from "../../control-plane/index.ts";
import type { Reconcile } from "./follow.ts";

interface Claim extends KubeObject {
  spec: {
    storageClassName?: string;
    volumeName?: string;
    accessModes: string[];
    resources: { requests: { storage: string } };
  };
  status?: { phase?: string; capacity?: { storage?: string } };
}

interface Volume extends KubeObject {
  spec: { capacity: { storage: string }; persistentVolumeReclaimPolicy: string };
  status?: { phase?: string };
}

const provisionedBy = "pv.kubernetes.io/provisioned-by";
const selectedNode = "volume.kubernetes.io/selected-node";

/** Makes the volume that a claim asks for, as the provisioner of its class does, and enlarges it. */
export function provision(api: KubeApi): Reconcile {
  return async (object) => {
    const claim = object as Claim;
    const className = claim.spec.storageClassName ?? "";
    if (!isOurs(className) || claim.metadata.deletionTimestamp) return;
    if (claim.spec.volumeName) return className === "longhorn" ? enlarge(api, claim) : undefined;
    const node = claim.metadata.annotations?.[selectedNode];
    if (className === "local-path" && node === undefined) return;
    await api.post("/api/v1/persistentvolumes", volumeFor(claim, className, node));
  };
}

/** Removes what nobody claims any more, unless somebody said since that it shall stay. */
export function reclaim(api: KubeApi): Reconcile {
  return async (object) => {
    const { metadata, spec, status } = object as Volume;
    const owner = metadata.annotations?.[provisionedBy];
    const isGarbage =
      status?.phase === "Released" &&
      spec.persistentVolumeReclaimPolicy === "Delete" &&
      (Object.values(provisioners) as unknown[]).includes(owner);
    if (isGarbage && !metadata.deletionTimestamp)
      await api.delete(`/api/v1/persistentvolumes/${metadata.name}`);
  };
}

async function enlarge(api: KubeApi, { metadata, spec, status }: Claim): Promise<void> {
  const { storage } = spec.resources.requests;
  if (status?.phase !== "Bound" || status.capacity?.storage === storage) return;
  const volume = `/api/v1/persistentvolumes/${spec.volumeName}`;
  const claim = `/api/v1/namespaces/${metadata.namespace}/persistentvolumeclaims/${metadata.name}`;
  await api.merge(volume, { spec: { capacity: { storage } } });
  await api.merge(`${claim}/status`, { status: { capacity: { storage } } });
}

function volumeFor(
  { metadata, spec }: Claim,
  className: keyof typeof provisioners,
  node?: string,
): KubeObject {
  const name = `pvc-${metadata.uid}`;
  const path = `/var/lib/rancher/k3s/storage/${name}_${metadata.namespace}_${metadata.name}`;
  const onNode = { key: "kubernetes.io/hostname", operator: "In", values: [node] };
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, annotations: { [provisionedBy]: provisioners[className] } },
    spec: {
      capacity: { storage: spec.resources.requests.storage },
      accessModes: spec.accessModes,
      storageClassName: className,
      persistentVolumeReclaimPolicy: "Delete",
      claimRef: {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        namespace: metadata.namespace,
        name: metadata.name,
        uid: metadata.uid,
      },
      ...(className === "local-path"
        ? {
            hostPath: { path, type: "DirectoryOrCreate" },
            nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [onNode] }] } },
          }
        : { csi: { driver: provisioners.longhorn, volumeHandle: name, fsType: "ext4" } }),
    },
  };
}

function isOurs(className: string): className is keyof typeof provisioners {
  return Object.hasOwn(provisioners, className);
}
