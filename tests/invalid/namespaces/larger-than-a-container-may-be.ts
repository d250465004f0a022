import { inventory, service } from "../lab.ts";

const containers = {
  default: { cpu: "100m..1", memory: "256Mi..2Gi" },
  min: { cpu: "10m", memory: "32Mi" },
  max: { cpu: "4", memory: "8Gi" },
};

export default inventory(
  { clusters: { core: { containers } } },
  service({ resources: { cpu: "1..4", memory: "1Gi..12Gi" } }),
);
