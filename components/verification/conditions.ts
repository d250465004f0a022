import type { PlannedService } from "../kubernetes/index.ts";
import { type Actor, type Finding, failed, idOf, type ObjectsCheck, ok, type Topic } from "./check.ts";
import { type Condition, conditionOf, type Kind, type KubeObject, named, wordsOf } from "./kinds.ts";

interface Conditioned extends KubeObject {
  status?: { conditions?: Condition[]; notAfter?: string; currentReplicas?: number };
}

/** A kind whose makers say by a condition whether an object of it does what it is there for. */
interface Told {
  kind: Kind;
  topic: Topic;
  about: string;
  condition: string;
  well: (live: Conditioned, now: Date) => Finding;
  fix: (name: string, namespace?: string) => string;
}

const DAY = 24 * 3600 * 1000;
/** cert-manager renews a month before the end: with a week left, it has tried in vain for weeks. */
const LATE = 7 * DAY;

const KINDS: Told[] = [
  {
    kind: "Certificate",
    topic: "certificates",
    about: "its certificate is issued, and does not end soon",
    condition: "Ready",
    well: ({ status }, now) => {
      const left = Date.parse(status?.notAfter ?? "") - now.getTime();
      const until = `until ${status?.notAfter}`;
      if (Number.isNaN(left)) return failed("it says no end", "look at cert-manager's pods");
      if (left <= 0) return failed(`it has ended: ${until}`, "look at cert-manager's pods: nobody renews it");
      return left < LATE
        ? failed(`it ends soon, and nobody has renewed it: ${until}`, "look at cert-manager's pods")
        : ok(until);
    },
    fix: (name, namespace) => `kubectl -n ${namespace} describe certificate,certificaterequest ${name}`,
  },
  {
    kind: "ClusterIssuer",
    topic: "certificates",
    about: "its issuer is ready",
    condition: "Ready",
    well: () => ok("ready"),
    fix: (name) => `kubectl describe clusterissuer ${name}`,
  },
  {
    kind: "HorizontalPodAutoscaler",
    topic: "scaling",
    about: "its autoscaler reads figures",
    condition: "ScalingActive",
    well: ({ status }) => ok(`${status?.currentReplicas ?? 0} pods by its figures`),
    fix: (name, namespace) =>
      `kubectl -n ${namespace} describe hpa ${name}; kubectl top pods -n ${namespace} asks the same figures`,
  },
  {
    kind: "VerticalPodAutoscaler",
    topic: "scaling",
    about: "it is advised how much to ask for",
    condition: "RecommendationProvided",
    well: () => ok("there is advice"),
    fix: () => "look at the recommender's pods (vertical-pod-autoscaler); it needs metrics-server",
  },
];

/** Who says so is a program of a chart, or metrics-server, which no sandbox has. */
const SAID_BY: Actor = "operators";

export function conditionChecks(
  cluster: string,
  stack: string,
  { service, plan }: PlannedService,
): ObjectsCheck[] {
  return Object.values(plan).flatMap(({ kind, metadata }): ObjectsCheck[] => {
    const told = KINDS.find((each) => each.kind === kind);
    if (!told) return [];
    const { topic, about, condition, well, fix } = told;
    return [
      {
        id: idOf({ place: cluster, topic, name: `${kind}-${metadata.name}`.toLowerCase() }),
        place: cluster,
        topic,
        service: service.name,
        about,
        madeBy: SAID_BY,
        by: "objects",
        reads: [told.kind],
        judge: (seen, now) => {
          const { name, namespace } = metadata;
          const live = named(seen.of<Conditioned>(told.kind), { name, namespace });
          if (!live) return failed(`there is no ${kind} ${name}`, `npx lab up ${stack}`);
          const said = conditionOf(live, condition);
          if (said?.status === "True") return well(live, now);
          const words = said ? wordsOf(said) : "nobody has looked at it";
          return failed(`${name}: ${words}`, fix(name, namespace));
        },
      },
    ];
  });
}
