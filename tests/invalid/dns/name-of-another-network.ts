import { named } from "../lab.ts";

export default named({ dns: { names: { printer: { address: "192.168.7.60" } } } });
