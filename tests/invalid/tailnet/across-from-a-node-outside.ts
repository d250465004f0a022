import { lab, service } from "../lab.ts";

export default lab(
  service({ place: { cluster: "core", node: "core-gpu" }, needs: ["far"] }),
  service({ name: "far", place: { cluster: "brain" }, expose: { tailnet: true } }),
);
