import { inventory } from "../lab.ts";

export default inventory({ machines: { "core-server": { id: 1021 } } });
