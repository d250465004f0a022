import { type Lab, readLab } from "../../components/lab/index.ts";
import { claim, type ServiceSpec, share } from "../../components/service/index.ts";
import { inGroup, service, TODAY, testInventory } from "../../components/testing/index.ts";
import { platformLimits } from "../../stacks/homelab/inventory/platform-limits.ts";
import { linkerd } from "../../stacks/homelab/services/platform/linkerd.ts";
import { linkerdCni } from "../../stacks/homelab/services/platform/linkerd-cni.ts";
import { linkerdCrds } from "../../stacks/homelab/services/platform/linkerd-crds.ts";
import { longhorn } from "../../stacks/homelab/services/platform/longhorn.ts";
import { verticalPodAutoscaler } from "../../stacks/homelab/services/platform/vertical-pod-autoscaler.ts";

const onCore = (spec: ServiceSpec): ServiceSpec => ({ ...spec, place: { cluster: "core" }, expose: {} });

const about = "for a test";
const owner = { uid: 1000, gid: 1000 };

/** The platform's limits and charts on the small cluster of the tests, with services that live by them. */
export function limitedLab(): Lab {
  const { clusters, machines } = testInventory;
  const core = {
    ...clusters?.core,
    ...platformLimits,
    storage: {
      backups: "nas/media",
      budget: { total: "20Gi", reserved: "5Gi", services: { web: "10Gi" } },
    },
  };
  const pools = {
    data01: {
      layout: "mirror",
      capacity: "8TB",
      datasets: { media: { about, owner, share: "nfs" }, backups: { about, owner, share: "smb" } },
    },
  };
  const spec = {
    ...testInventory,
    machines: { ...machines, pve: { ...machines.pve, pools } },
    clusters: { ...clusters, core },
  };
  const own = [
    service({
      namespace: "ai-services",
      resources: { cpu: "100m..1", memory: "128Mi..256Mi" },
      volumes: { "/data": claim("10Gi"), "/media": share("pve/media"), "/backups": share("pve/backups") },
      needs: ["api"],
    }),
    service({
      name: "api",
      namespace: "self-hosted-ai",
      resources: { cpu: "100m..1", memory: "128Mi..256Mi" },
      scale: { min: 1, max: 3, cpu: 70 },
    }),
  ];
  const charts = [longhorn, linkerd, linkerdCni, linkerdCrds, verticalPodAutoscaler].map(onCore);
  return readLab(
    {
      name: "test",
      inventory: { file: "inventory.ts", spec },
      services: [...own, ...charts].map((each) => inGroup("platform", each)),
    },
    TODAY,
  );
}
