import { named } from "../lab.ts";

export default named({ dns: { forwarders: [] } });
