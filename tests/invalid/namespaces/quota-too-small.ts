import { inventory, service } from "../lab.ts";

const quota = { cpu: "1..4", memory: "4Gi..12Gi" };

export default inventory(
  { clusters: { core: { namespaces: { apps: { quota } } } } },
  service({
    name: "chat",
    resources: { cpu: "100m..500m", memory: "1Gi..2Gi" },
    scale: { min: 1, max: 3, cpu: 70 },
  }),
  service({ name: "search", resources: { cpu: "100m..500m", memory: "256Mi..512Mi" } }),
);
