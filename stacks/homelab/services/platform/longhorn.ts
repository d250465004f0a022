import { defineService } from "../../../../components/service/index.ts";

/** Disks that are on two nodes at once. How many, how much of a node and where backups go follows from the inventory. */
export const longhorn = defineService({
  name: "longhorn",
  about: "Replicated disks of the platform, and their backups on the NAS",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "longhorn-system",
  chart: {
    repository: "https://charts.longhorn.io",
    name: "longhorn",
    version: "1.12.1",
    values: {
      // One of each is enough: whichever is away comes back before a disk is missed.
      csi: {
        attacherReplicaCount: 1,
        provisionerReplicaCount: 1,
        resizerReplicaCount: 1,
        snapshotterReplicaCount: 1,
      },
      // Half of what Longhorn would reserve: of 56 threads it would take seven, for disks that are asleep.
      defaultSettings: {
        guaranteedInstanceManagerCPU: 6,
        upgradeChecker: false,
        allowCollectingLonghornUsageMetrics: false,
      },
    },
    pods: {
      "longhorn-manager": { resources: { cpu: "100m", memory: "512Mi..2Gi" }, everyNode: true },
      "longhorn-csi-plugin": { resources: { cpu: "50m", memory: "128Mi..256Mi" }, everyNode: true },
      "instance-manager": { resources: { cpu: "1", memory: "512Mi..2Gi" }, everyNode: true },
      "engine-image": { resources: { cpu: "20m", memory: "32Mi..64Mi" }, everyNode: true },
      "longhorn-driver-deployer": { resources: { cpu: "10m", memory: "64Mi..128Mi" } },
      "longhorn-csi": { resources: { cpu: "10m", memory: "64Mi..128Mi" }, replicas: 4 },
      "longhorn-ui": {
        resources: { cpu: "10m", memory: "32Mi..128Mi" },
        replicas: 1,
        replicasAt: "longhornUI.replicas",
      },
    },
    service: "longhorn-frontend",
    webhooks: [9501, 9502],
    brings: ["longhorn.io"],
  },
  ports: { http: 80 },
  reach: { machines: ["nas"] },
  expose: { tailnet: { host: "longhorn" } },
  waive: {
    "node-access": {
      because: "it makes disks on its nodes, and hands them to their kubelets as devices",
      until: "2027-06-30",
    },
  },
});
