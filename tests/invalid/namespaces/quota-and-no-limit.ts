import { inventory, service } from "../lab.ts";

export default inventory(
  { clusters: { core: { namespaces: { apps: { quota: { cpu: "1..4", memory: "4Gi..8Gi" } } } } } },
  service({ resources: { cpu: "250m", memory: "128Mi..256Mi" } }),
);
