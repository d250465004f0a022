import { lab, untyped } from "../lab.ts";

export default lab(untyped({ resources: { cpu: "100m", memory: 512 } }));
