import { chartService, inventory, service } from "../lab.ts";

const gitops = {
  repository: "https://github.com/somebody/homelab.git",
  folder: "gitops",
  waves: [
    { wave: 0, about: "first", brings: ["apps"] },
    { wave: 1, about: "then", brings: ["apps"] },
  ],
};

export default inventory(
  { clusters: { core: { gitops } } },
  service(),
  chartService({ name: "argocd", namespace: "argocd", provides: "gitops" }),
  chartService({ name: "sealed-secrets", namespace: "sealed-secrets", provides: "unsealing" }),
);
