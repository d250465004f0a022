import type { InventorySpec } from "../../../components/inventory/index.ts";

type Gitops = NonNullable<NonNullable<InventorySpec["clusters"]>[string]["gitops"]>;

/** The order of the constitution of the platform. A service that it does not name comes with its group. */
export const platformGitops: Gitops = {
  repository: "https://github.com/tzervas/homelab.git",
  folder: "gitops",
  waves: [
    { wave: -2, about: "Foundation", brings: ["sealed-secrets"] },
    {
      wave: -1,
      about: "Infrastructure",
      brings: ["linkerd-crds", "cert-manager-platform", "longhorn", "vertical-pod-autoscaler"],
    },
    { wave: 0, about: "Platform", brings: ["traefik", "coredns-custom", "resource-quotas", "edge"] },
    { wave: 1, about: "Service mesh and policy", brings: ["platform", "security"] },
    { wave: 2, about: "Monitoring", brings: ["monitoring"] },
    { wave: 4, about: "Source control", brings: ["control"] },
    { wave: 5, about: "AI inference", brings: ["ai"] },
    {
      wave: 6,
      about: "What people use",
      brings: ["open-webui", "searxng", "mcp-github", "mcp-kubernetes", "cloud", "home", "media"],
    },
    {
      wave: 7,
      about: "Continuous integration",
      brings: [
        "arc-controller",
        "arc-runners-amd64",
        "arc-runners-arm64",
        "arc-runners-gpu",
        "arc-runners-org",
        "gitlab-runner",
      ],
    },
  ],
};
