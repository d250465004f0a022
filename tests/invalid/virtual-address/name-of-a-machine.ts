import { named } from "../lab.ts";

export default named({
  virtualAddresses: {
    nas: {
      about: "has the name of a machine",
      address: "192.168.1.80",
      for: { ingress: "core" },
      machines: ["core-server", "core-arm"],
    },
  },
});
