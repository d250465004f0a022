import { inventory } from "../lab.ts";

export default inventory({ tailnet: { gateways: { "core-sever": ["lan"] } } });
