import { lab, service } from "../lab.ts";

export default lab(
  service({ place: { cluster: "core", node: "core-gpu" }, reach: { machines: ["brain-server"] } }),
);
