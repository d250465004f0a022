import { named } from "../lab.ts";

export default named({ dns: { secondary: "core-amr" }, virtualAddresses: { names: undefined } });
