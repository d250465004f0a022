import { lab, untyped } from "../lab.ts";

export default lab(untyped({ volumes: { "/data": { kind: "disk", size: "1Gi" } } }));
