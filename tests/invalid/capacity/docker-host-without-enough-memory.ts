import { lab, service } from "../lab.ts";

export default lab(service({ place: { docker: "desk" }, resources: { cpu: "1", memory: "64Gi" } }));
