import { claim, lab, service } from "../lab.ts";

export default lab(
  service({ name: "backups", provides: "backups" }),
  service({ name: "vault", workload: { kind: "stateful", replicas: 2 }, volumes: { "/data": claim("1Gi") } }),
);
