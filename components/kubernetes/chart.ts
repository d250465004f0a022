import { type Lab, plainText, type ResolvedPart, resolve } from "../lab/index.ts";
import { type ChartPods, type ChartValue, isFilled } from "../service/index.ts";
import { planAdmission } from "./admission.ts";
import { planChartPolicy } from "./chart-policy.ts";
import type { ChartService } from "./cluster-service.ts";
import { planExposure } from "./exposure.ts";
import { followingValues, together } from "./following-values.ts";
import { planIssuers } from "./issuers.ts";
import { metadataOf, selectorOf } from "./labels.ts";
import type { Plan, PlannedRelease, PlannedValues } from "./manifest.ts";
import { planSealingKey } from "./sealing.ts";

/** A release of Helm, and around it what follows for every service: who may reach it, and what is watched of it. */
export function planChart(service: ChartService, lab: Lab): Plan {
  return {
    ...planChartPolicy(service, lab),
    ...planSealingKey(service, lab),
    release: planRelease(service, lab),
    ...planIssuers(service, lab),
    ...planAdmission(service),
    ...planExposure(service, lab),
  };
}

function planRelease(service: ChartService, lab: Lab): PlannedRelease {
  const { repository, name, version } = service.chart;
  const isOci = repository.startsWith("oci://");
  return {
    apiVersion: "helm.sh/v3",
    kind: "Release",
    metadata: metadataOf(service),
    spec: {
      chart: isOci ? `${repository}/${name}` : name,
      ...(!isOci && { repository }),
      version,
      values: planValues(service, lab),
    },
  };
}

/** What the declaration says, and where the chart wants it what its pods ask for. */
function planValues(service: ChartService, lab: Lab): PlannedValues {
  const { values, pods, labelsAt } = service.chart;
  const said = together(
    followingValues(service, lab.inventory),
    resolved(values, service, lab) as PlannedValues,
  );
  const labelled = labelsAt ? put(said, labelsAt.split("."), selectorOf(service.name).matchLabels) : said;
  return Object.values(pods).reduce((sum, each) => withPods(sum, each), labelled);
}

function withPods(values: PlannedValues, pods: ChartPods): PlannedValues {
  const { resourcesAt, replicasAt, replicas } = pods;
  const told = resourcesAt ? put(values, resourcesAt.split("."), amounts(pods)) : values;
  return replicasAt ? put(told, replicasAt.split("."), replicas) : told;
}

function amounts({ resources: { cpu, memory } }: ChartPods): PlannedValues {
  return {
    requests: { cpu: cpu.request, memory: memory.request },
    limits: { ...(cpu.limit && { cpu: cpu.limit }), memory: memory.limit },
  };
}

function put(
  values: PlannedValues,
  [key = "", ...rest]: string[],
  value: PlannedValues[string],
): PlannedValues {
  if (rest.length === 0) return { ...values, [key]: value };
  const inner = values[key];
  const isMap = typeof inner === "object" && inner !== null && !Array.isArray(inner);
  return { ...values, [key]: put(isMap ? (inner as PlannedValues) : {}, rest, value) };
}

function resolved(value: ChartValue, service: ChartService, lab: Lab): PlannedValues[string] {
  if (Array.isArray(value)) return value.map((each) => resolved(each, service, lab));
  if (typeof value !== "object" || value === null) return value;
  if (isFilled(value)) return filled(resolve(value, service, lab));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, service, lab)]));
}

/** A value without a secret is text like any other. */
function filled(parts: ResolvedPart[]): PlannedValues[string] {
  return parts.every((part) => typeof part === "string") ? plainText(parts) : { text: parts };
}
