import { lab, service } from "../lab.ts";

export default lab(
  service({ signIn: { by: "blog", returnTo: ["/callback"] }, expose: { tailnet: true } }),
  service({ name: "blog" }),
);
