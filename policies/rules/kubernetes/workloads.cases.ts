import { type Cases, each, manifest, workload } from "../../testing/index.ts";

const claim = (spec: object) => ({ accessModes: ["ReadWriteOnce"], ...spec });
const spread = {
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "DoNotSchedule" },
  ],
};
const copies = (replicas: number, pod: object = {}) =>
  workload("apps/v1:Deployment", { replicas, template: { metadata: {}, spec: { containers: [], ...pod } } });

const binding = (role: string, kind: string, name: string) =>
  manifest("rbac.authorization.k8s.io/v1:ClusterRoleBinding", {
    roleRef: { kind: "ClusterRole", name: role },
    subjects: [{ kind, name }],
  });

export const workloadsCases: Cases = {
  selector: each(
    [
      workload("apps/v1:Deployment", { selector: { matchLabels: { app: "web" } } }),
      workload("apps/v1:Deployment", {
        selector: { matchExpressions: [{ key: "app", operator: "In", values: ["web"] }] },
      }),
    ],
    [
      [
        "selects pods by app, which its own do not have",
        workload("apps/v1:Deployment", { selector: { matchLabels: { app: "api" } } }),
      ],
      [
        "selects pods by tier",
        workload("apps/v1:StatefulSet", {
          selector: { matchExpressions: [{ key: "tier", operator: "Exists" }] },
        }),
      ],
    ],
  ),
  spread: each(
    [copies(1), copies(2, spread), copies(2, { affinity: { podAntiAffinity: {} } })],
    [["has 2 copies, which may all be on one machine", copies(2)]],
  ),
  "gone-api": each(
    [
      manifest("batch/v1:CronJob", {}),
      manifest("core/v1:Service", {}),
      manifest("cert-manager.io/v1:Certificate", {}),
    ],
    [
      ["is batch/v1beta1:CronJob, a version that is gone", manifest("batch/v1beta1:CronJob", {})],
      ["is networking.k8s.io/v1beta1:Ingress", manifest("networking.k8s.io/v1beta1:Ingress", {})],
    ],
  ),
  "cron-deadline": each(
    [manifest("batch/v1:CronJob", { spec: { startingDeadlineSeconds: 3600, concurrencyPolicy: "Forbid" } })],
    [
      [
        "has no deadline for its start",
        manifest("batch/v1:CronJob", { spec: { concurrencyPolicy: "Forbid" } }),
      ],
      ["may run twice at once", manifest("batch/v1:CronJob", { spec: { startingDeadlineSeconds: 3600 } })],
    ],
  ),
  "storage-class": each(
    [
      manifest("core/v1:PersistentVolumeClaim", { spec: claim({ storageClassName: "local-path" }) }),
      manifest("core/v1:PersistentVolumeClaim", {
        spec: claim({ storageClassName: "", volumeName: "media" }),
      }),
      workload("apps/v1:StatefulSet", {}),
    ],
    [
      [
        "leaves its kind of storage to the cluster",
        manifest("core/v1:PersistentVolumeClaim", { spec: claim({}) }),
      ],
      [
        "leaves its kind of storage",
        workload("apps/v1:StatefulSet", { volumeClaimTemplates: [{ spec: claim({}) }] }),
      ],
    ],
  ),
  "open-port": each(
    [manifest("core/v1:Service", { spec: {} }), manifest("core/v1:Service", { spec: { type: "ClusterIP" } })],
    [
      [
        "opens ports of its machines, as a NodePort",
        manifest("core/v1:Service", { spec: { type: "NodePort" } }),
      ],
      ["as a LoadBalancer", manifest("core/v1:Service", { spec: { type: "LoadBalancer" } })],
    ],
  ),
  "admin-binding": each(
    [binding("view", "ServiceAccount", "web"), binding("cluster-admin", "Group", "admins")],
    [
      ["gives the role cluster-admin", binding("cluster-admin", "ServiceAccount", "web")],
      ["gives the role edit", binding("edit", "Group", "system:authenticated")],
    ],
  ),
  "role-wildcards": each(
    [
      manifest("rbac.authorization.k8s.io/v1:Role", {
        rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
      }),
    ],
    [
      [
        "allows get of everything in core",
        manifest("rbac.authorization.k8s.io/v1:Role", {
          rules: [{ apiGroups: [""], resources: ["*"], verbs: ["get"] }],
        }),
      ],
      [
        "allows everything with pods",
        manifest("rbac.authorization.k8s.io/v1:ClusterRole", {
          rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["*"] }],
        }),
      ],
      [
        "allows impersonate",
        manifest("rbac.authorization.k8s.io/v1:ClusterRole", {
          rules: [{ apiGroups: [""], resources: ["users"], verbs: ["impersonate"] }],
        }),
      ],
    ],
  ),
  "all-secrets": each(
    [
      manifest("rbac.authorization.k8s.io/v1:Role", { rules: [{ resources: ["secrets"], verbs: ["get"] }] }),
      manifest("rbac.authorization.k8s.io/v1:ClusterRole", {
        rules: [{ resources: ["secrets"], resourceNames: ["web"], verbs: ["get"] }],
      }),
      manifest("rbac.authorization.k8s.io/v1:ClusterRole", {
        rules: [{ resources: ["pods"], verbs: ["list"] }],
      }),
    ],
    [
      [
        "reads the secrets of every namespace",
        manifest("rbac.authorization.k8s.io/v1:ClusterRole", {
          rules: [{ resources: ["secrets"], verbs: ["list"] }],
        }),
      ],
    ],
  ),
  "node-access": each(
    [
      manifest("core/v1:Namespace", {
        metadata: { labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
      }),
      manifest("core/v1:Namespace", {
        metadata: { labels: { "pod-security.kubernetes.io/enforce": "baseline" } },
      }),
    ],
    [
      [
        "holds its pods to privileged",
        manifest("core/v1:Namespace", {
          metadata: { labels: { "pod-security.kubernetes.io/enforce": "privileged" } },
        }),
      ],
      ["holds its pods to nothing", manifest("core/v1:Namespace", {})],
    ],
  ),
};
