import { inventory } from "../lab.ts";

export default inventory({
  clusters: { core: { nodes: { "core-arm": { labels: { "node-role.kubernetes.io/worker": "true" } } } } },
});
