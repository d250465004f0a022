import { chartService, lab } from "../lab.ts";

const pods = { store: { resources: { cpu: "1", memory: "200Gi" } } };

export default lab(chartService({}, { pods }));
