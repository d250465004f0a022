import { inventory } from "../lab.ts";

export default inventory({
  machines: { "core-server": { gpu: { from: "pve", sharing: { mode: "slices", count: 2 } } } },
});
