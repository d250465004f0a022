import { chartService, lab } from "../lab.ts";

export default lab(
  chartService({ provides: "certificates" }),
  chartService({ name: "more-certs", namespace: "more-certs", provides: "certificates" }),
);
