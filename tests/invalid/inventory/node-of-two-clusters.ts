import { inventory } from "../lab.ts";

export default inventory({
  clusters: { core: { nodes: { "brain-server": { role: "agent", join: "tailnet" } } } },
});
