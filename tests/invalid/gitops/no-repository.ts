import { chartService, inventory, service } from "../lab.ts";

const gitops = {
  repository: "homelab",
  folder: "gitops",
  waves: [{ wave: 0, about: "everything", brings: ["apps"] }],
};

export default inventory(
  { clusters: { core: { gitops } } },
  service(),
  chartService({ name: "argocd", namespace: "argocd", provides: "gitops" }),
  chartService({ name: "sealed-secrets", namespace: "sealed-secrets", provides: "unsealing" }),
);
