import { Counter, Gauge, type Registry } from "prom-client";
import type { Alerts } from "./alerts.ts";
import type { Detector } from "./detector.ts";
import type { Kind } from "./scoring.ts";

export interface Seen {
  lines(count: number): void;
  anomaly(kind: Kind): void;
}

export function measure(
  registry: Registry,
  { detector, alerts, readTo }: { detector: Detector; alerts: Alerts; readTo(): number | undefined },
): Seen {
  const registers = [registry];
  const lines = new Counter({ name: "log_anomaly_lines_total", help: "Lines that were read.", registers });
  const anomalies = new Counter({
    name: "log_anomaly_found_total",
    help: "Anomalies that were found, by kind.",
    labelNames: ["kind"],
    registers,
  });
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  gauge("log_anomaly_patterns", "Patterns that are known.", () => detector.patterns);
  gauge("log_anomaly_services", "Services that are known.", () => detector.voices.size);
  gauge("log_anomaly_forgotten", "Patterns that had to make room for others.", () => detector.forgotten);
  gauge("log_anomaly_behind_seconds", "How far reading is behind the clock.", () =>
    Math.max(0, (Date.now() - (readTo() ?? Date.now())) / 1_000),
  );
  gauge("log_anomaly_alerts", "Alerts that hold at present.", () => alerts.current.length);
  gauge("log_anomaly_alerts_failed", "How often Alertmanager did not take them.", () => alerts.failed);
  gauge("log_anomaly_alerts_hushed", "Alerts that were too many at once.", () => alerts.hushed);
  return { lines: (count) => lines.inc(count), anomaly: (kind) => anomalies.inc({ kind }) };
}
