import { inventory } from "../lab.ts";

export default inventory({ clusters: { core: { services: "192.168.0.0/24" } } });
