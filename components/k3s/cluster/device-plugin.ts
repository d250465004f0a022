import { stringify } from "yaml";
import { gpuOf } from "../../inventory/index.ts";
import { type Manifest, type Plan, policyOf } from "../../kubernetes/index.ts";
import type { Lab } from "../../lab/index.ts";
import { notesOf } from "../../service/index.ts";

const NAME = "nvidia-device-plugin";
const IMAGE =
  "nvcr.io/nvidia/k8s-device-plugin:v0.20.0@sha256:a61ba9fd8efb82f3a79f877f7580e02c1e8e7593f62473644bc9c79e315c3312";
const LABELS = { "app.kubernetes.io/name": NAME, "app.kubernetes.io/managed-by": "pulumi" };
/** Where a kubelet listens for whoever has devices. */
const KUBELET = "/var/lib/kubelet/device-plugins";
/** It is a part of its node, and nothing else of the lab is so without a chart. */
const EXCUSE = {
  because: "it tells the kubelet of its node of the cards, by a socket that is root's",
  until: "2027-11-30",
};

/** What tells Kubernetes of the cards that it is to count. k3s itself brings the runtime class by which pods use them. */
export function planDevicePlugin(cluster: string, lab: Pick<Lab, "inventory">): Plan {
  const groups = Object.entries(nodesBySlices(cluster, lab));
  if (groups.length === 0) return {};
  return {
    namespace: namespace(),
    "default-deny": policyOf(metadataOf("default-deny"), {}),
    ...Object.fromEntries(
      groups.flatMap(([slices, nodes]): [string, Manifest][] => [
        [`config-${slices}`, config(Number(slices))],
        [`plugin-${slices}`, daemonSet(Number(slices), nodes)],
      ]),
    ),
  };
}

/** Only those that count: a card that is shared freely would have every pod wait for a slice that nobody sells. */
function nodesBySlices(cluster: string, { inventory }: Pick<Lab, "inventory">): Record<number, string[]> {
  const groups: Record<number, string[]> = {};
  for (const node of Object.keys(inventory.clusters[cluster]?.nodes ?? {})) {
    const sharing = gpuOf(inventory, node)?.sharing;
    if (sharing?.mode === "slices") groups[sharing.count] = [...(groups[sharing.count] ?? []), node];
  }
  return groups;
}

/** Named after all that is in it: another number of slices is another file, and pods that read it anew. */
function config(slices: number): Manifest {
  const timeSlicing = { resources: [{ name: "nvidia.com/gpu", replicas: slices }] };
  // The plugin refuses to share a card among one.
  const content = { version: "v1", ...(slices > 1 && { sharing: { timeSlicing } }) };
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: metadataOf(nameOf(slices)),
    data: { "config.yaml": stringify(content) },
  };
}

function daemonSet(slices: number, nodes: string[]): Manifest {
  const name = nameOf(slices);
  const labels = { ...LABELS, "homelab/slices": String(slices) };
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: {
      ...metadataOf(name),
      annotations: notesOf({ "root-user": EXCUSE, "host-path": EXCUSE }),
    },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          // Without it a GPU's pods could be evicted for want of the one that offers GPUs.
          priorityClassName: "system-node-critical",
          runtimeClassName: "nvidia",
          automountServiceAccountToken: false,
          affinity: onlyOn(nodes),
          tolerations: [{ key: "homelab/reserved", operator: "Exists", effect: "NoSchedule" }],
          containers: [
            {
              name: "plugin",
              image: IMAGE,
              args: ["--config-file=/config/config.yaml"],
              resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
                seccompProfile: { type: "RuntimeDefault" },
              },
              volumeMounts: [
                { name: "config", mountPath: "/config", readOnly: true },
                { name: "kubelet", mountPath: KUBELET },
              ],
            },
          ],
          volumes: [
            { name: "config", configMap: { name } },
            { name: "kubelet", hostPath: { path: KUBELET, type: "Directory" } },
          ],
        },
      },
    },
  };
}

function onlyOn(nodes: string[]) {
  const matchExpressions = [{ key: "kubernetes.io/hostname", operator: "In" as const, values: nodes }];
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
    },
  };
}

/** Of its own, because it needs a folder of its node, which no other namespace lets a pod have. */
function namespace(): Manifest {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: NAME,
      labels: { ...LABELS, "pod-security.kubernetes.io/enforce": "privileged" },
      annotations: notesOf({ "node-access": EXCUSE }),
    },
  };
}

function metadataOf(name: string) {
  return { name, namespace: NAME, labels: LABELS };
}

function nameOf(slices: number): string {
  return `${NAME}-${slices}`;
}
