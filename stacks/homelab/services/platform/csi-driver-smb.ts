import { defineService } from "../../../../components/service/index.ts";

/** Mounts the photos of the NAS, which it shares by SMB, wherever a pod of brain wants them. */
export const csiDriverSmb = defineService({
  name: "csi-driver-smb",
  about: "Mounts SMB shares into pods",
  lifecycle: "production",
  place: { cluster: "brain" },
  namespace: "csi-driver-smb",
  chart: {
    repository: "https://raw.githubusercontent.com/kubernetes-csi/csi-driver-smb/master/charts",
    name: "csi-driver-smb",
    version: "1.20.4",
    // k3s keeps its kubelet where every other one does.
    values: { linux: { kubelet: "/var/lib/kubelet" }, windows: { enabled: false } },
    pods: {
      "csi-smb-controller": { resources: { cpu: "30m", memory: "60Mi..600Mi" } },
      "csi-smb-node": { resources: { cpu: "30m", memory: "60Mi..400Mi" }, everyNode: true },
    },
  },
  reach: { machines: ["nas"] },
  waive: {
    "node-access": {
      because: "it mounts file systems on its nodes, for their kubelets",
      until: "2027-06-30",
    },
  },
});
