import { KINDS } from "../../components/custom-resources/index.ts";
import type { Inventory } from "../../components/inventory/index.ts";
import type { KubeApi, KubeObject } from "./api.ts";
import { define } from "./definitions.ts";
import { type Node, nodesOf } from "./nodes.ts";

/** What k3s and its add-ons have put into a cluster before anybody deploys anything, by its path. */
export function contentsOf(cluster: string, inventory: Inventory): Record<string, KubeObject> {
  const declared = inventory.clusters[cluster];
  const classes = [...new Set(["local-path", declared?.storageClass ?? "local-path"] as const)];
  return {
    ...Object.fromEntries(
      classes.map((name) => [
        `/apis/storage.k8s.io/v1/storageclasses/${name}`,
        storageClass(name, name === declared?.storageClass),
      ]),
    ),
    "/apis/storage.k8s.io/v1/csidrivers/smb.csi.k8s.io": {
      apiVersion: "storage.k8s.io/v1",
      kind: "CSIDriver",
      metadata: { name: "smb.csi.k8s.io" },
      spec: { attachRequired: false, podInfoOnMount: true },
    },
    "/apis/node.k8s.io/v1/runtimeclasses/nvidia": {
      apiVersion: "node.k8s.io/v1",
      kind: "RuntimeClass",
      metadata: { name: "nvidia" },
      handler: "nvidia",
    },
    ...(declared?.ingress === "traefik" && {
      "/apis/networking.k8s.io/v1/ingressclasses/traefik": {
        apiVersion: "networking.k8s.io/v1",
        kind: "IngressClass",
        metadata: {
          name: "traefik",
          annotations: { "ingressclass.kubernetes.io/is-default-class": "true" },
        },
        spec: { controller: "traefik.io/ingress-controller" },
      },
    }),
  };
}

/** The provisioners that stand behind the classes: whose volumes stay on one node, and whose reach every one. */
export const provisioners = {
  "local-path": "rancher.io/local-path",
  longhorn: "driver.longhorn.io",
} as const;

function storageClass(name: keyof typeof provisioners, isDefault: boolean): KubeObject {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: {
      name,
      annotations: { "storageclass.kubernetes.io/is-default-class": String(isDefault) },
    },
    provisioner: provisioners[name],
    reclaimPolicy: "Delete",
    // A local disk is made where its pod was placed; Longhorn's reaches every node.
    volumeBindingMode: name === "local-path" ? "WaitForFirstConsumer" : "Immediate",
    allowVolumeExpansion: name === "longhorn",
  };
}

/** Makes a cluster hold what its inventory says: nodes come, change, and go. */
export async function furnish(api: KubeApi, cluster: string, inventory: Inventory): Promise<void> {
  const nodes = nodesOf(cluster, inventory);
  await Promise.all([
    ...Object.entries(contentsOf(cluster, inventory)).map(([path, object]) => api.apply(path, object)),
    ...Object.values(KINDS).map((kind) => define(api, kind)),
    ...nodes.map((node) => settleNode(api, node)),
  ]);
  const wanted = new Set(nodes.map(({ metadata }) => metadata.name));
  const present = await api.list("/api/v1/nodes");
  const gone = present.filter(({ metadata }) => !wanted.has(metadata.name));
  await Promise.all(gone.map(({ metadata }) => api.delete(`/api/v1/nodes/${metadata.name}`)));
}

/** A node's spec and its status are two things to the API server. */
export async function settleNode(api: KubeApi, { status, ...node }: Node): Promise<void> {
  const { apiVersion, kind, metadata } = node;
  const path = `/api/v1/nodes/${metadata.name}`;
  await api.apply(path, { ...node, status });
  await api.apply(`${path}/status`, { apiVersion, kind, metadata: { name: metadata.name }, status });
}
