import { named } from "../lab.ts";

export default named({ machines: { "core-arm": { tailnet: true } } });
