import { lab, service } from "../lab.ts";

const onServer = { cluster: "core", node: "core-server" };

export default lab(
  service({ name: "elastic", place: onServer, resources: { cpu: "1", memory: "20Gi" } }),
  service({ name: "kafka", place: onServer, resources: { cpu: "1", memory: "16Gi" } }),
);
