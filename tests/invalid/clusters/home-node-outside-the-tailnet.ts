import { inventory } from "../lab.ts";

export default inventory({
  machines: { "core-arm": { tailnet: true }, "core-gpu": { tailnet: undefined } },
  clusters: { core: { nodes: { "core-arm": { join: "tailnet" } } } },
});
