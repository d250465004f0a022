import { inventory } from "../lab.ts";

export default inventory({ machines: { desk: { kind: "desktop" } } });
