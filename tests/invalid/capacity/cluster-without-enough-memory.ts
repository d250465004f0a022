import { lab, service } from "../lab.ts";

export default lab(
  ...["one", "two", "three"].map((name) =>
    service({ name, place: { cluster: "brain" }, resources: { cpu: "1", memory: "15Gi..30Gi" } }),
  ),
  service({ name: "four", place: { cluster: "brain" }, resources: { cpu: "1", memory: "15Gi" } }),
);
