import { lab, service } from "../lab.ts";

export default lab(service({ resources: { cpu: "100m", memory: "4Gi..1Gi" } }));
