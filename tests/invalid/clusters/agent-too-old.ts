import { inventory } from "../lab.ts";

export default inventory({ clusters: { core: { nodes: { "core-arm": { version: "v1.30.14+k3s2" } } } } });
