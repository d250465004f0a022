import { inventory, service } from "../lab.ts";

const containers = {
  default: { cpu: "100m..1", memory: "256Mi..2Gi" },
  min: { cpu: "10m", memory: "32Mi" },
  max: { cpu: "16", memory: "32Gi" },
};

export default inventory(
  { clusters: { core: { containers } } },
  service({ resources: { cpu: "250m", memory: "128Mi..256Mi" } }),
);
