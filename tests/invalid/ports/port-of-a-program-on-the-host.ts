import { inventory, service } from "../lab.ts";

export default inventory(
  { machines: { desk: { listens: { manager: 8080 } } } },
  service({ place: { docker: "desk" }, expose: { lan: true } }),
);
