import { inventory } from "../lab.ts";

export default inventory({
  machines: { "core-server": { ha: { apart: "core" } }, "core-gpu": { ha: { apart: "core" } } },
});
