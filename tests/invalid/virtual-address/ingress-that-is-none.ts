import { named } from "../lab.ts";

export default named({
  virtualAddresses: { names: { for: { ingress: "brain" }, machines: ["core-server", "core-arm"] } },
});
