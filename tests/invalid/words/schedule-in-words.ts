import { lab, service } from "../lab.ts";

export default lab(service({ workload: { kind: "cron", schedule: "nightly" } }));
