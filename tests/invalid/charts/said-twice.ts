import { chartService, lab } from "../lab.ts";

export default lab(chartService({}, { values: { webhook: { replicaCount: 3 } } }));
