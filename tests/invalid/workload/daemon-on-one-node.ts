import { lab, service } from "../lab.ts";

export default lab(
  service({ workload: { kind: "daemon" }, place: { cluster: "core", node: "core-server" } }),
);
