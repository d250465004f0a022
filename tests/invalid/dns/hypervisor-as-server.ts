import { named } from "../lab.ts";

export default named({ dns: { secondary: "pve" }, virtualAddresses: { names: undefined } });
