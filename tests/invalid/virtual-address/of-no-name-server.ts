import { named } from "../lab.ts";

export default named({ virtualAddresses: { names: { machines: ["core-server", "nas"] } } });
