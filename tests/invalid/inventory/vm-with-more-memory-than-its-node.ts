import { inventory } from "../lab.ts";

export default inventory({ machines: { "core-server": { memory: "256Gi" } } });
