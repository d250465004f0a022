import { chartService, lab } from "../lab.ts";

export default lab(chartService({}, { pods: {} }));
