import { lab, untyped } from "../lab.ts";

export default lab(untyped({ resources: { cpu: "2 cores", memory: "1Gi" } }));
