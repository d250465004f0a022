import { alert, lab, service } from "../lab.ts";

export default lab(
  service({ alerts: [alert({ expr: "absent(old_up) and up == 1" })] }),
  service({ name: "old", lifecycle: "archive", metrics: { port: "http", names: ["old_*"] } }),
);
