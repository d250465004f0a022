import { inventory } from "../lab.ts";

export default inventory({ machines: { "core-arm": { site: "flat", lan: "192.168.0.22" } } });
