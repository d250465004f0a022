import { lab, service } from "../lab.ts";

export default lab(service({ workload: { kind: "deployment", replicas: 2 }, scale: { max: 3, cpu: 80 } }));
