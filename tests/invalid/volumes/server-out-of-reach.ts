import { inventory, service, share } from "../lab.ts";

export default inventory(
  { machines: { nas: { tailnet: undefined } } },
  service({ place: { cluster: "brain" }, volumes: { "/media": share("nas/media") } }),
);
