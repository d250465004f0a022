import { named } from "../lab.ts";

export default named({ dns: { secondary: "brain-server" }, virtualAddresses: { names: undefined } });
