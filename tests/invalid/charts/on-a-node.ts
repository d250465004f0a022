import { chartService, lab } from "../lab.ts";

export default lab(chartService({ place: { cluster: "core", node: "core-server" } }));
