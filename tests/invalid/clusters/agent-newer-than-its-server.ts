import { inventory } from "../lab.ts";

export default inventory({ clusters: { core: { nodes: { "core-arm": { version: "v1.35.1+k3s1" } } } } });
