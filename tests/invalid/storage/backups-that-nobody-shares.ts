import { inventory } from "../lab.ts";

const budget = { total: "100Gi", reserved: "10Gi", services: {} };

export default inventory({
  machines: { "core-server": { disk: "500GB" } },
  clusters: { core: { storage: { budget, backups: "nas/backup" } } },
});
