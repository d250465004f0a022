import { inventory, service } from "../lab.ts";

const apps = { mesh: true, quota: { cpu: "1..4", memory: "256Mi..1Gi" } };

export default inventory(
  {
    clusters: {
      core: { mesh: { proxy: { cpu: "20m..500m", memory: "50Mi..250Mi" } }, namespaces: { apps } },
    },
  },
  service({ resources: { cpu: "100m..1", memory: "128Mi..256Mi" } }),
);
