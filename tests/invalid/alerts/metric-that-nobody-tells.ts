import { alert, lab, service } from "../lab.ts";

export default lab(
  service({
    metrics: { port: "http", names: ["web_requests_total"] },
    alerts: [alert({ name: "WebFails", expr: 'sum(rate(web_reqests_total{status="500"}[5m])) > 1' })],
  }),
);
