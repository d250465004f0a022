import { inventory } from "../lab.ts";

export default inventory({ machines: { "core-server": { threads: 64 } } });
