import { generated, lab, secretValue, service } from "../lab.ts";

export default lab(
  service({
    env: { DB_PASSWORD: secretValue("pasword") },
    secrets: { password: generated() },
    args: [secretValue("password")],
  }),
);
