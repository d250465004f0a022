import { named } from "../lab.ts";

export default named({
  machines: { "core-gpu": { tailnet: "100.64.0.21" } },
  dns: { secondary: "core-gpu" },
  virtualAddresses: { names: undefined },
});
