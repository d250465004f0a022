import { inventory } from "../lab.ts";

const quota = { cpu: "eight", memory: "4Gi..8Gi" };

export default inventory({ clusters: { core: { namespaces: { ai: { quota } } } } });
