import { lab, service } from "../lab.ts";

export default lab(
  service({
    place: { docker: "desk" },
    health: undefined,
    workload: { kind: "cron", schedule: "0 3 * * *" },
  }),
);
