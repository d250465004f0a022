import { lab, service } from "../lab.ts";

export default lab(
  service({ name: "manager", place: { docker: "desk" }, provides: "models" }),
  service({ name: "keeper", place: { docker: "desk" }, provides: "models" }),
);
