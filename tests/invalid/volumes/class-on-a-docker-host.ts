import { claim, lab, service } from "../lab.ts";

export default lab(
  service({ place: { docker: "desk" }, volumes: { "/data": claim("1Gi", { class: "longhorn" }) } }),
);
