import { inventory } from "../lab.ts";

export default inventory({ clusters: { core: { nodes: { desk: { role: "agent" } } } } });
