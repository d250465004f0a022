import { inventory } from "../lab.ts";

export default inventory({ machines: { desk: { tailnet: "192.168.1.99" } } });
