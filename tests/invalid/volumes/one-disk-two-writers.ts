import { claim, lab, service } from "../lab.ts";

export default lab(
  service({ workload: { kind: "deployment", replicas: 2 }, volumes: { "/data": claim("1Gi") } }),
);
