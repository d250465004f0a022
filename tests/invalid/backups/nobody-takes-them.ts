import { claim, lab, service } from "../lab.ts";

export default lab(
  service({ name: "backups", provides: "backups" }),
  service({
    name: "vault",
    place: { cluster: "brain", node: "brain-server" },
    volumes: { "/data": claim("1Gi") },
  }),
);
