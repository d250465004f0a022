import { inventory } from "../lab.ts";

const budget = { total: "100Gi", reserved: "10Gi", services: {} };

export default inventory({
  machines: { "brain-server": { disk: "500GB" } },
  clusters: { brain: { storage: { budget } } },
});
