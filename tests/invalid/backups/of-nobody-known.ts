import { claim, lab, service } from "../lab.ts";

export default lab(
  service({ name: "backups", provides: "backups" }),
  service({ name: "vault", user: undefined, volumes: { "/data": claim("1Gi") } }),
);
