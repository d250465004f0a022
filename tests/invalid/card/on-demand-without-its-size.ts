import { lab, service } from "../lab.ts";

const place = { docker: "desk" };

export default lab(
  service({ name: "manager", place, provides: "models" }),
  service({ place: { ...place, gpu: true }, ports: { http: 8081 }, start: "on demand" }),
);
