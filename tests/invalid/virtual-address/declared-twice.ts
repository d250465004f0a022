import { named } from "../lab.ts";

export default named({
  virtualAddresses: {
    web: {
      about: "the same address again",
      address: "192.168.1.53",
      for: { ingress: "core" },
      machines: ["core-server", "core-arm"],
    },
  },
});
