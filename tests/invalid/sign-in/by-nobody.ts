import { lab, service } from "../lab.ts";

export default lab(
  service({ signIn: { by: "authentik", returnTo: ["/callback"] }, expose: { tailnet: true } }),
);
