import type { InventorySpec } from "../../../components/inventory/index.ts";

export const gitops: NonNullable<NonNullable<InventorySpec["clusters"]>[string]["gitops"]> = {
  repository: "https://github.com/you/homelab.git",
  folder: "gitops",
  waves: [
    { wave: -1, about: "Infrastructure", brings: ["sealed-secrets"] },
    { wave: 0, about: "Platform", brings: ["traefik", "coredns-custom", "resource-quotas"] },
    { wave: 5, about: "What people use", brings: ["apps"] },
  ],
};
