import { inventory } from "../lab.ts";

export default inventory({ machines: { pve: { gpu: undefined } } });
