import { named } from "../lab.ts";

export default named({ virtualAddresses: { names: { address: "192.168.1.99" } } });
