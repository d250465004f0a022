import { inventory } from "../lab.ts";

const budget = { total: "100Gi", reserved: "10Gi", services: { photos: "80Gi", mail: "20Gi" } };

export default inventory({
  machines: { "core-server": { disk: "500GB" } },
  clusters: { core: { storage: { budget } } },
});
