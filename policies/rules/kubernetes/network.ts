import type { Resource } from "../../resource.ts";
import type { Remark, StackRule } from "../../rule.ts";
import { look, type Said } from "../../said.ts";
import type { Scope } from "../../scope.ts";
import { scopes } from "../../scope.ts";
import { byPlace, Neighbours, placeOf } from "../../views/cluster.ts";
import { misses, type Selector } from "../../views/labels.ts";
import { templateOf } from "../../views/pod.ts";

const DIRECTIONS = ["Ingress", "Egress"];

/** Who finds whom in a cluster. What a chart makes is not seen: there, nobody is said to find nothing. */
export const network: StackRule[] = [
  {
    id: "isolated-pod",
    title: "Every pod is held by a network policy, in both directions.",
    sources: ["KL non-isolated-pod", "TR KSV-0038"],
    reason: "a pod that no policy chooses may be reached by all and reach all",
    fix: "declare it as a service, or give its namespace a policy that denies everything",
    severity: "critical",
    scope: scopes.pods,
    survey: (stack) => {
      const policies = byPlace(stack.of(scopes.networkPolicies));
      return stack.of(scopes.pods).map((on) => ({
        on,
        says: look(() => {
          const labels = templateOf(on)?.metadata?.labels;
          const own = (policies.get(placeOf(on)) ?? []).filter(
            ({ props: { spec } }) => misses(spec?.podSelector, labels).length === 0,
          );
          const held = own.flatMap(({ props: { spec } }): string[] => spec?.policyTypes ?? ["Ingress"]);
          const free = DIRECTIONS.filter((direction) => !held.includes(direction));
          return free.length > 0 && `has no network policy for its ${free.join(" nor its ").toLowerCase()}`;
        }),
      }));
    },
  },
  {
    id: "dangling-policy",
    title: "Every network policy holds a pod.",
    sources: ["KL dangling-networkpolicy"],
    reason: "a policy that chooses nothing protects nothing, and reads as if it did",
    fix: "choose the pods by labels that they have, or remove the policy",
    severity: "medium",
    scope: scopes.networkPolicies,
    survey: (stack) => choosing(stack, scopes.networkPolicies, ({ spec }) => spec?.podSelector),
  },
  {
    id: "dangling-service",
    title: "Every Service leads to a pod.",
    sources: ["KL dangling-service"],
    reason: "whoever asks it waits for nobody",
    fix: "choose the pods by labels that they have, or remove the Service",
    severity: "medium",
    scope: scopes.services,
    // Without a selector, somebody else says where it leads.
    survey: (stack) =>
      choosing(stack, scopes.services, ({ spec }) => spec?.selector && { matchLabels: spec.selector }),
  },
  {
    id: "dangling-ingress",
    title: "Every ingress leads to a Service.",
    sources: ["KL dangling-ingress"],
    reason: "people who ask for it are told 404 or 503, and nobody why",
    fix: "name a Service of its namespace",
    severity: "medium",
    scope: scopes.ingresses,
    survey: (stack) => {
      const services = byPlace(stack.of(scopes.services));
      const neighbours = new Neighbours(stack);
      return stack.of(scopes.ingresses).map((on) => ({
        on,
        says: look(() => {
          const names = (services.get(placeOf(on)) ?? []).map(({ props }) => props.metadata?.name);
          const lost = backendsOf(on).filter((name) => !names.includes(name));
          return (
            lost.length > 0 && !neighbours.hasUnseen(on) && `leads to ${lost.join(", ")}, which is not there`
          );
        }),
      }));
    },
  },
  {
    id: "blocked-drain",
    title: "A machine can be emptied without a pod that must not move.",
    sources: ["KL pdb-max-unavailable", "KL pdb-min-available", "PU poddisruptionbudget"],
    reason: "an upgrade of the machine would wait for ever",
    fix: "let one pod be away, or give it a copy more than must be there",
    severity: "medium",
    scope: scopes.disruptionBudgets,
    survey: (stack) => {
      const workloads = byPlace(stack.of(scopes.selecting));
      const autoscalers = byPlace(stack.of(scopes.autoscalers));
      return stack.of(scopes.disruptionBudgets).map((on) => ({
        on,
        says: look(() => {
          const { selector, minAvailable, maxUnavailable } = on.props.spec ?? {};
          const kept = (workloads.get(placeOf(on)) ?? []).filter(
            (each) => misses(selector, templateOf(each)?.metadata?.labels).length === 0,
          );
          const copies = kept.map((each) => copiesOf(each, autoscalers.get(placeOf(each)) ?? []));
          const never = /^(0|0%)$/.test(String(maxUnavailable ?? "")) || minAvailable === "100%";
          return (
            (never || copies.some((each) => typeof minAvailable === "number" && minAvailable >= each)) &&
            `lets none of its ${copies.join(", ") || "own"} pods be away`
          );
        }),
      }));
    },
  },
];

/**
 * At the least: how many there are at a time is the autoscaler's to say. Of a workload that leaves it to one, an API server
 * says until then that it wants one copy.
 */
function copiesOf({ props }: Resource, autoscalers: Resource[]): number {
  const own = autoscalers.find((each) => each.props.spec?.scaleTargetRef?.name === props.metadata?.name);
  return own?.props.spec?.minReplicas ?? props.spec?.replicas ?? 1;
}

type Choosing = (props: Resource["props"]) => Selector | undefined;

/** Those that choose pods, and find none. */
function choosing(stack: Parameters<StackRule["survey"]>[0], scope: Scope, selectorOf: Choosing): Remark[] {
  const neighbours = new Neighbours(stack);
  return stack.of(scope).map((on) => ({ on, says: look(() => lost(on, selectorOf(on.props), neighbours)) }));
}

function lost(on: Resource, selector: ReturnType<Choosing>, neighbours: Neighbours): Said {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  if (Object.keys(matchLabels).length + matchExpressions.length === 0) return undefined;
  const labels = Object.entries(matchLabels).map((pair) => pair.join("="));
  return (
    !neighbours.chosenBy({ matchLabels, matchExpressions }, on) &&
    !neighbours.hasUnseen(on) &&
    `chooses pods by ${labels.join(", ") || "expressions"}, and there are none`
  );
}

function backendsOf({ props: { spec } }: Resource): string[] {
  interface Path {
    backend?: { service?: { name: string } };
  }
  const paths: Path[] = (spec?.rules ?? []).flatMap(
    (rule: { http?: { paths: Path[] } }) => rule.http?.paths ?? [],
  );
  return [{ backend: spec?.defaultBackend }, ...paths].flatMap(({ backend }) => backend?.service?.name ?? []);
}
