import { inventory } from "../lab.ts";

export default inventory({
  machines: { nas: { site: "flat", lan: "192.168.0.5" } },
  clusters: {
    core: { storage: { backups: "nas/media", budget: { total: "20Gi", reserved: "5Gi", services: {} } } },
  },
});
