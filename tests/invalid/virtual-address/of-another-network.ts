import { named } from "../lab.ts";

export default named({ virtualAddresses: { names: { address: "192.168.7.53" } } });
