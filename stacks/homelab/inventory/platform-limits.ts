import type { InventorySpec } from "../../../components/inventory/index.ts";

type Limits = Pick<
  NonNullable<InventorySpec["clusters"]>[string],
  "advice" | "containers" | "mesh" | "namespaces" | "storage"
>;

/** What the constitution of the platform allows: to a container, to a namespace, and of its disks to whom. */
export const platformLimits: Limits = {
  containers: {
    default: { cpu: "100m..1", memory: "256Mi..2Gi" },
    min: { cpu: "10m", memory: "32Mi" },
    max: { cpu: "16", memory: "32Gi" },
  },
  advice: { min: { cpu: "100m", memory: "256Mi" }, max: { cpu: "4", memory: "8Gi" } },
  mesh: { proxy: { cpu: "20m..500m", memory: "50Mi..250Mi" } },
  namespaces: {
    "ai-services": { mesh: true, quota: { cpu: "8..24", memory: "48Gi..64Gi" } },
    "self-hosted-ai": { mesh: true },
    "gpu-workloads": { mesh: true, quota: { cpu: "2..16", memory: "16Gi..32Gi" } },
    "arc-runners": { quota: { cpu: "8..20", memory: "16Gi..40Gi" } },
    "gitlab-runners": { quota: { cpu: "8..16", memory: "16Gi..32Gi" } },
    monitoring: { quota: { cpu: "4..8", memory: "8Gi..16Gi" } },
    linkerd: { quota: { cpu: "2..4", memory: "2Gi..4Gi" } },
  },
  storage: {
    backups: "nas/backups",
    budget: {
      total: "500Gi",
      reserved: "35Gi",
      services: {
        "ollama-gpu": "150Gi",
        ollama: "50Gi",
        comfyui: "50Gi",
        automatic1111: "100Gi",
        prometheus: "50Gi",
        grafana: "5Gi",
        "open-webui": "10Gi",
        "gitlab-postgres": "50Gi",
      },
    },
  },
};
