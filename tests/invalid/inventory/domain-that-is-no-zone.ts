import { inventory } from "../lab.ts";

export default inventory({ clusters: { core: { domain: "exmaple.com" } } });
