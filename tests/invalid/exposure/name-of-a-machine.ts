import { lab, service } from "../lab.ts";

export default lab(service({ expose: { tailnet: { host: "desk" } } }));
