import { inventory } from "../lab.ts";

export default inventory({ clusters: { core: { namespaces: { ai: { mesh: true } } } } });
