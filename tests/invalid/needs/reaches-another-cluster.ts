import { lab, service } from "../lab.ts";

export default lab(
  service({ reach: { services: ["redis"] } }),
  service({ name: "redis", place: { cluster: "brain" } }),
);
