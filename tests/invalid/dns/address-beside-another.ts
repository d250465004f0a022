import { named } from "../lab.ts";

export default named({ dns: { names: { desk: { address: "192.168.1.60" } } } });
