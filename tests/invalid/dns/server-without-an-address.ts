import { named } from "../lab.ts";

export default named({
  machines: { "core-arm": { lan: undefined } },
  virtualAddresses: { names: undefined },
});
