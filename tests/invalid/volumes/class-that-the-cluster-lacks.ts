import { claim, lab, service } from "../lab.ts";

export default lab(
  service({ place: { cluster: "brain" }, volumes: { "/data": claim("1Gi", { class: "longhorn" }) } }),
);
