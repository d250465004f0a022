import { inventory, service } from "../lab.ts";

export default inventory(
  { machines: { desk: { gpu: undefined } } },
  service({ place: { docker: "desk", gpu: true } }),
);
