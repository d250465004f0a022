import { inventory, service } from "../lab.ts";

export default inventory(
  { machines: { desk: { lan: undefined } } },
  service({ place: { docker: "desk" }, expose: { lan: true } }),
);
