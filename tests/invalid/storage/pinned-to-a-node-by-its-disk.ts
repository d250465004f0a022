import { claim, lab, service } from "../lab.ts";

export default lab(
  service({ name: "qdrant", place: { cluster: "brain" }, volumes: { "/storage": claim("20Gi") } }),
);
