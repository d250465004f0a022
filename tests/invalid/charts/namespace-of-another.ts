import { chartService, lab, service } from "../lab.ts";

export default lab(chartService({ namespace: "apps" }), service());
