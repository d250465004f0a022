import { lab, service } from "../lab.ts";

export default lab(service({ workload: { kind: "stateful" }, scale: { max: 3, cpu: 80 } }));
