import { stringify } from "yaml";
import type { Alert } from "../service/index.ts";
import type { PlacedService } from "./cluster-service.ts";
import { metadataOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";
import { nameOf } from "./names.ts";

/** By these labels whatever watches a cluster finds what it should read. The second is the one that Grafana's sidecar knows. */
const ALERTS = "homelab/alerts";
const DASHBOARD = "grafana_dashboard";

export function planMonitoring(service: PlacedService): Plan {
  const { name, alerts, dashboard } = service;
  return {
    ...(alerts.length > 0 && labelled(service, "alerts", ALERTS, `${name}.yaml`, ruleFile(name, alerts))),
    ...(dashboard &&
      labelled(service, "dashboard", DASHBOARD, `${name}.json`, JSON.stringify(dashboard, null, 2))),
  };
}

/** A file of rules, as Prometheus reads them. */
function ruleFile(service: string, alerts: Alert[]): string {
  const rules = alerts.map(({ name, expr, for: period, severity, summary, action }) => ({
    alert: name,
    expr,
    for: period,
    labels: { severity, service },
    annotations: { summary, action },
  }));
  return stringify({ groups: [{ name: service, rules }] }, { lineWidth: 0 });
}

function labelled(service: PlacedService, part: string, label: string, key: string, text: string): Plan {
  const metadata = metadataOf(service, nameOf(service.name, part));
  return {
    [part]: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { ...metadata, labels: { ...metadata.labels, [label]: "1" } },
      data: { [key]: text },
    },
  };
}
