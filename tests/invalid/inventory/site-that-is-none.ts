import { inventory } from "../lab.ts";

export default inventory({ machines: { desk: { site: "huose" } } });
