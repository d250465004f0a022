import { inventory, service } from "../lab.ts";

const place = { cluster: "core", node: "core-server" };

export default inventory(
  { clusters: { core: { nodes: { "core-server": { memoryAtMost: "50%" } } } } },
  service({ name: "postgres", place, resources: { cpu: "1", memory: "12Gi" } }),
  service({ name: "n8n", place, resources: { cpu: "1", memory: "6Gi" } }),
);
