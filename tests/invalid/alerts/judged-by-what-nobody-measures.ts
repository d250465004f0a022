import { derived } from "../../../components/service/index.ts";
import { lab, service } from "../lab.ts";

export default lab(
  service({ files: { "/etc/rules.yml": derived("alert-rules") } }),
  service({ name: "measures", metrics: { port: "http", names: ["kube_*", "node_memory_*"] } }),
);
