import { inventory } from "../lab.ts";

export default inventory({ machines: { "core-gpu": { lan: undefined, tailnet: true } } });
