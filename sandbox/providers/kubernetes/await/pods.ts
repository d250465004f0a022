import { isObject, objectAt, type Properties, stringAt } from "../../framework/value.ts";
import type { Cluster } from "../cluster.ts";
import { conditionOf, explained } from "./conditions.ts";
import { eventsOf } from "./events.ts";
import { type Rule, ready, type Verdict, waiting } from "./rule.ts";

export const pod: Rule = {
  judge: judgePod,
  reasons: async (object, cluster, signal) => [
    ...reasonsOfPod(object),
    ...(await eventsOf(object, cluster, signal)),
  ],
};

function judgePod(object: Properties): Verdict {
  const { phase } = objectAt(object, "status");
  if (phase === "Succeeded") return ready;
  if (phase === "Failed")
    return { is: "failed", because: reasonsOfPod(object).join("; ") || "the Pod failed" };
  const missing = ["PodScheduled", "Initialized", "Ready"].find(
    (type) => conditionOf(object, type)?.status !== "True",
  );
  if (missing === undefined) return ready;
  const words = { PodScheduled: "scheduled", Initialized: "initialized", Ready: "ready" };
  return waiting(`waiting for the Pod to be ${words[missing as keyof typeof words]}`);
}

/** The Pods that a controller's selector means. */
export async function podsOf(
  controller: Properties,
  cluster: Cluster,
  signal: AbortSignal,
): Promise<Properties[]> {
  const selector = encodeURIComponent(selectorText(objectAt(objectAt(controller, "spec"), "selector")));
  const { namespace } = objectAt(controller, "metadata");
  const path = `/api/v1/namespaces/${String(namespace)}/pods?labelSelector=${selector}`;
  return (await cluster.list(path, signal)).items;
}

/** As the API server reads it in a query. A ReplicationController's selector has labels and nothing around them. */
export function selectorText(selector: Properties): string {
  const isPlain = selector.matchLabels === undefined && selector.matchExpressions === undefined;
  const labels = isPlain ? selector : objectAt(selector, "matchLabels");
  const { matchExpressions } = selector;
  const expressions = Array.isArray(matchExpressions) ? matchExpressions.filter(isObject) : [];
  return [
    ...Object.entries(labels).map(([key, value]) => `${key}=${String(value)}`),
    ...expressions.map(expressionText),
  ].join(",");
}

function expressionText({ key, operator, values }: Properties): string {
  const words = Array.isArray(values) ? values.join(",") : "";
  switch (operator) {
    case "In":
      return `${String(key)} in (${words})`;
    case "NotIn":
      return `${String(key)} notin (${words})`;
    case "DoesNotExist":
      return `!${String(key)}`;
    default:
      return String(key);
  }
}

/** Why a Pod is not ready, in the words of the scheduler and of the kubelet. */
export function reasonsOfPod(object: Properties): string[] {
  const metadata = objectAt(object, "metadata");
  const status = objectAt(object, "status");
  const scheduled = conditionOf(object, "PodScheduled");
  const reasons =
    scheduled?.status === "False"
      ? [explained(scheduled)]
      : [...containersOf(status, "initContainerStatuses"), ...containersOf(status, "containerStatuses")];
  const readiness = conditionOf(object, "Ready");
  if (reasons.length === 0 && readiness && readiness.status !== "True") reasons.push(explained(readiness));
  if (reasons.length === 0 && status.phase === "Failed") reasons.push(explained(status));
  const name = `${stringAt(metadata, "namespace")}/${stringAt(metadata, "name")}`;
  return reasons.filter((each) => each !== "").map((each) => `Pod ${name}: ${each}`);
}

function containersOf(status: Properties, key: string): string[] {
  const { [key]: containers } = status;
  if (!Array.isArray(containers)) return [];
  return containers
    .filter(isObject)
    .filter((each) => each.ready !== true)
    .flatMap(reasonsOfContainer);
}

/** A container that has not begun yet has nothing to complain about. */
const ordinary = new Set(["ContainerCreating", "PodInitializing"]);

function reasonsOfContainer(container: Properties): string[] {
  const now = objectAt(container, "state");
  const waits = objectAt(now, "waiting");
  const over = objectAt(now, "terminated");
  const last = objectAt(objectAt(container, "lastState"), "terminated");
  const reasons: string[] = [];
  if (waits.reason !== undefined && !ordinary.has(String(waits.reason))) reasons.push(explained(waits));
  for (const ended of [over, last]) {
    if (ended.exitCode === undefined || ended.exitCode === 0) continue;
    reasons.push(`${explained(ended)} (exit code ${String(ended.exitCode)})`.trim());
  }
  return reasons.map((each) => `container ${stringAt(container, "name")} ${each}`);
}
