import { named } from "../lab.ts";

export default named({
  virtualAddresses: {
    resolver: {
      about: "for the name servers too",
      address: "192.168.1.54",
      for: "dns",
      machines: ["core-arm", "core-server"],
    },
  },
});
