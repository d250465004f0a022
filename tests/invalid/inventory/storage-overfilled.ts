import { inventory } from "../lab.ts";

export default inventory({ machines: { "core-server": { disk: "950GB" } } });
