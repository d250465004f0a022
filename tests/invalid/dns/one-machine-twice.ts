import { named } from "../lab.ts";

export default named({ dns: { secondary: "core-server" }, virtualAddresses: { names: undefined } });
