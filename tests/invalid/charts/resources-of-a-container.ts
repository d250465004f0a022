import { chartService, lab } from "../lab.ts";

export default lab(chartService({ resources: { cpu: "1", memory: "1Gi" }, env: { LEVEL: "debug" } }));
