import { claim, lab, service } from "../lab.ts";

export default lab(
  service({ arch: ["amd64", "arm64"], workload: { kind: "daemon" }, volumes: { "/data": claim("1Gi") } }),
);
