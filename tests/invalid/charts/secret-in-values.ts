import { chartService, lab } from "../lab.ts";

export default lab(chartService({}, { values: { config: { adminPassword: "hunter2hunter2" } } }));
