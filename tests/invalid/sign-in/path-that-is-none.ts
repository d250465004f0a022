import { lab, service } from "../lab.ts";

export default lab(service({ signIn: { by: "who", returnTo: ["callback"] }, expose: { tailnet: true } }));
