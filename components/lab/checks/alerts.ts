import { COLLECTED } from "../../monitoring/index.ts";
import { nearest } from "../../nearest.ts";
import type { Problem } from "../../refusal.ts";
import { type Alert, referencesOf } from "../../service/index.ts";
import { alertsOf, OF_HOUSES } from "../derived/index.ts";
import type { Lab, Service } from "../lab.ts";
import { metricsIn } from "../promql.ts";
import { problem } from "./problem.ts";

/** An alert on what nobody measures is silent for ever, and looks like one that has nothing to say. */
export function checkAlerts({ services, neighbours }: Lab): Problem[] {
  const told = [...COLLECTED, ...[...services, ...neighbours].flatMap(({ metrics }) => metrics?.names ?? [])];
  const judge = services.find(asksForRules);
  return [
    ...services.flatMap((each) => each.alerts.flatMap((alert) => unmeasured(each, alert, told))),
    ...(judge ? unmeasuredOfAll(judge, services, told) : []),
  ];
}

function unmeasured(service: Service, { name, expr }: Alert, told: string[]): Problem[] {
  const asked = metricsIn(expr);
  if (!asked)
    return [
      problem(service, {
        what: `the alert ${name} of ${service.name} asks ${JSON.stringify(expr)}, which Prometheus cannot read.`,
        fix: "look for a bracket that is not closed, or a word that is no function of Prometheus'",
      }),
    ];
  return asked
    .filter((metric) => !isTold(metric, told))
    .map((metric) =>
      problem(service, {
        what: `the alert ${name} of ${service.name} asks for ${metric}, which nobody tells: it could never fire.`,
        facts: told.length > 0 ? [`told: ${told.join(", ")}`] : [],
        fix: `${guess(metric, told)}name it where it is told: metrics: { port: "...", names: ["${metric}"] }`,
      }),
    );
}

/** What is judged by itself needs somebody who measures it: told once, at whoever judges, and not for each service. */
function unmeasuredOfAll(judge: Service, services: Service[], told: string[]): Problem[] {
  const alerts = [...OF_HOUSES, ...services.flatMap(alertsOf)];
  const asked = new Set(alerts.flatMap(({ expr }) => metricsIn(expr) ?? []));
  const missing = [...asked].filter((metric) => !isTold(metric, told)).sort();
  if (missing.length === 0) return [];
  return [
    problem(judge, {
      what: `${judge.name} judges every service by metrics that nobody tells: ${missing.join(", ")}.`,
      fix: 'declare what tells them, as kube-state-metrics and node-exporter do: metrics: { port: "http", names: ["kube_*"] }',
    }),
  ];
}

function asksForRules(service: Service): boolean {
  return referencesOf(service).some((each) => "derived" in each && each.derived === "alert-rules");
}

function isTold(metric: string, told: string[]): boolean {
  return told.some((name) => (name.endsWith("*") ? metric.startsWith(name.slice(0, -1)) : metric === name));
}

function guess(metric: string, told: string[]): string {
  const meant = nearest(
    metric,
    told.filter((name) => !name.endsWith("*")),
  );
  return meant ? `did you mean "${meant}"? Or ` : "";
}
