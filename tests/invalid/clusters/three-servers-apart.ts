import { inventory } from "../lab.ts";

export default inventory({
  machines: { "core-gpu": { tailnet: "100.64.0.21" }, "core-arm": { tailnet: "100.64.0.22" } },
  clusters: {
    core: {
      nodes: {
        "core-gpu": { role: "server" },
        "core-arm": { role: "server", join: "tailnet" },
      },
    },
  },
});
