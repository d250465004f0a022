import { isChart, type PlannedService } from "../kubernetes/index.ts";
import { type Finding, failed, idOf, type Objects, type ObjectsCheck, ok } from "./check.ts";
import { type KubeObject, named } from "./kinds.ts";
import { LASTING, runs, type Workload } from "./workloads.ts";

interface Definition extends KubeObject {
  spec?: { group?: string };
}

/** What Helm made of a chart. Its workloads are called as its makers like: they are known by whose they are. */
export function chartChecks(cluster: string, stack: string, { service }: PlannedService): ObjectsCheck[] {
  if (!isChart(service)) return [];
  const { name, namespace, chart } = service;
  const of = { place: cluster, service: name, by: "objects" } as const;
  const lasting = Object.values(chart.pods).some(({ perJob }) => !perJob);
  return [
    ...(lasting
      ? [
          {
            ...of,
            id: idOf({ place: cluster, topic: "workloads", name }),
            topic: "workloads",
            about: `all that the chart ${chart.name} runs is ready`,
            reads: [...LASTING, "Pod"],
            judge: (seen) => allRun(seen, name, namespace, stack),
          } satisfies ObjectsCheck,
        ]
      : []),
    ...chart.brings.map(
      (group): ObjectsCheck => ({
        ...of,
        id: idOf({ place: cluster, topic: "workloads", name: `${name}-brings-${group}` }),
        topic: "workloads",
        about: `the kinds of ${group} are known`,
        madeBy: "operators",
        reads: ["CustomResourceDefinition"],
        judge: (seen) =>
          seen.of<Definition>("CustomResourceDefinition").some(({ spec }) => spec?.group === group)
            ? ok("known")
            : failed("the cluster has no kind of that group", `npx lab up ${stack}`),
      }),
    ),
    ...(chart.name === RUNNERS ? [runnerSet(cluster, stack, name, namespace)] : []),
  ];
}

function allRun(seen: Objects, name: string, namespace: string, stack: string): Finding {
  const own = LASTING.flatMap((kind) =>
    seen.of<Workload>(kind).filter((each) => belongsTo(each, name, namespace)),
  );
  if (own.length === 0) return failed("the cluster runs nothing of it", `npx lab up ${stack}`);
  const wrong = own.flatMap((each) => {
    const finding = runs(each, seen);
    return finding.status === "failed" ? [{ name: each.metadata.name, ...finding }] : [];
  });
  const [first] = wrong;
  if (!first) return ok(own.map(({ metadata }) => metadata.name).join(", "));
  return failed(wrong.map((each) => `${each.name}: ${each.saw}`).join("; "), first.fix);
}

/** Helm writes its release on all that it makes, ArgoCD its application; what stands for a chart has its service's name. */
function belongsTo({ metadata }: KubeObject, name: string, namespace: string): boolean {
  const { annotations = {}, labels = {} } = metadata;
  if (metadata.namespace !== namespace) return false;
  return (
    annotations["meta.helm.sh/release-name"] === name ||
    annotations["argocd.argoproj.io/tracking-id"]?.split(":")[0] === name ||
    labels["app.kubernetes.io/instance"] === name ||
    labels["app.kubernetes.io/name"] === name
  );
}

/** GitHub's own chart of runners: pods come with jobs, and until then only this is there. */
const RUNNERS = "gha-runner-scale-set";

function runnerSet(cluster: string, stack: string, name: string, namespace: string): ObjectsCheck {
  return {
    id: idOf({ place: cluster, topic: "runners", name }),
    place: cluster,
    topic: "runners",
    service: name,
    about: "its runners wait for jobs",
    madeBy: "operators",
    by: "objects",
    reads: ["AutoscalingRunnerSet"],
    judge: (seen) =>
      named(seen.of("AutoscalingRunnerSet"), { name, namespace })
        ? ok("GitHub may send jobs")
        : failed(
            "there is no such set of runners",
            `npx lab up ${stack}, then look at the pods of arc-controller: GitHub may refuse its token`,
          ),
  };
}
