import { inventory } from "../lab.ts";

export default inventory({ machines: { desk: { lan: "192.168.1" } } });
