import { lab, service } from "../lab.ts";

export default lab(service({ resources: { cpu: "1", memory: "64Gi" } }));
