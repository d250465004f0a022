import { alert, lab, service } from "../lab.ts";

export default lab(service({ alerts: [alert({ expr: "sum(rate(up[5m]) > 1" })] }));
