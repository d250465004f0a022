import { inventory } from "../lab.ts";

export default inventory({
  machines: { "core-gpu": { tailnet: true }, "core-arm": { tailnet: true } },
  clusters: { core: { nodes: { "brain-server": { role: "agent", join: "tailnet" } } } },
});
