import { inventory } from "../lab.ts";

export default inventory({
  sites: { flat: { networks: { guests: { cidr: "192.168.0.0/16" } } } },
  tailnet: { gateways: { "core-server": ["lan"], "brain-server": ["guests"] } },
});
