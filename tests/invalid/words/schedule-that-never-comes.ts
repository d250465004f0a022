import { lab, service } from "../lab.ts";

export default lab(service({ workload: { kind: "cron", schedule: "0 0 30 2 *" } }));
