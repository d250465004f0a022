import { inventory } from "../lab.ts";

const budget = { total: "300Gi", reserved: "30Gi", services: { photos: "200Gi" } };

export default inventory({
  machines: { "core-server": { disk: "500GB" }, "core-gpu": { disk: "200GB" } },
  clusters: { core: { storage: { budget } } },
});
