import { claim, inventory, service } from "../lab.ts";

const budget = { total: "100Gi", reserved: "10Gi", services: { photos: "50Gi", mail: "20Gi" } };
const machines = { "core-server": { disk: "500GB" } };

export default inventory(
  { machines, clusters: { core: { storage: { budget } } } },
  service({ name: "mail", volumes: { "/mail": claim("20Gi"), "/index": claim("4Gi") } }),
);
