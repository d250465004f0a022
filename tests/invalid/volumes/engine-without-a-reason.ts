import { lab, service } from "../lab.ts";

export default lab(
  service({ place: { docker: "desk" }, volumes: { "/var/run/docker.sock": { kind: "engine" } } }),
);
