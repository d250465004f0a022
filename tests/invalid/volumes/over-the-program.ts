import { claim, lab, service } from "../lab.ts";

export default lab(service({ program: "greeter", image: undefined, volumes: { "/app": claim("1Gi") } }));
