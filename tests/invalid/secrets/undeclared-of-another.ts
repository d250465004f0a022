import { lab, secretOf, service } from "../lab.ts";

export default lab(
  service({ env: { DB_PASSWORD: secretOf("redis", "password") } }),
  service({ name: "redis" }),
);
