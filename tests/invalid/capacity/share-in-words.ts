import { inventory } from "../lab.ts";

export default inventory({ clusters: { core: { nodes: { "core-server": { memoryAtMost: "half" } } } } });
