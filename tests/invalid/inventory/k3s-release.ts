import { inventory } from "../lab.ts";

export default inventory({ clusters: { core: { version: "1.34.3" } } });
