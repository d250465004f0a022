import type { Problem } from "../../refusal.ts";
import { type Chart, leavesOf } from "../../service/index.ts";
import { isLive, type Lab, type Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** What a chart says by its values, and nobody else may say for it. */
const ITS_OWN = ["command", "args", "migration", "resources", "health", "endsWithin", "scale"] as const;
const ITS_OWN_TOO = ["disruption", "user", "database"] as const;
const ITS_OWN_IF_ANY = ["env", "files", "volumes", "permissions"] as const;

/** A chart makes what it likes: it is told by its values alone, on a whole cluster, in a namespace of its own. */
export function checkChart(service: Service, chart: Chart, lab: Lab): Problem[] {
  return [
    ...misplaced(service),
    ...withoutDoor(service, lab),
    ...saysOtherwise(service),
    ...sharesNamespace(service, lab),
    ...saidTwice(service, chart),
  ];
}

function misplaced(service: Service): Problem[] {
  const { name, place } = service;
  if ("cluster" in place && !place.node && !place.labels && !place.gpu) return [];
  return [
    problem(service, {
      what: `${name} is a chart, which is installed on a cluster, and not on one of its machines.`,
      fix: `write place: { cluster: ... } alone, and let the chart's values say which nodes it wants`,
    }),
  ];
}

/** Its Service is its own: without an ingress nobody could open it to the LAN but the chart itself. */
function withoutDoor(service: Service, { inventory }: Lab): Problem[] {
  const { name, place, expose } = service;
  if (!expose.lan || !("cluster" in place) || inventory.clusters[place.cluster]?.ingress !== "none")
    return [];
  return [
    problem(service, {
      what: `${name} is a chart that is exposed on the LAN, and ${place.cluster} has no ingress that could show it there.`,
      fix: `expose ${name} in the tailnet, or let the chart's values open a port`,
    }),
  ];
}

function saysOtherwise(service: Service): Problem[] {
  const said = [
    ...[...ITS_OWN, ...ITS_OWN_TOO].filter((key) => service[key] !== undefined),
    ...ITS_OWN_IF_ANY.filter((key) => Object.keys(service[key]).length > 0),
  ];
  if (said.length === 0) return [];
  return [
    problem(service, {
      what: `${service.name} is a chart, yet says of its containers: ${said.join(", ")}.`,
      fix: `say it in the chart's values, and what its pods ask for in chart.pods; remove ${said.join(", ")}`,
    }),
  ];
}

/** Its pods have names and labels that the chart chooses: a namespace of its own tells them from others, or our label. */
function sharesNamespace(service: Service, { services }: Lab): Problem[] {
  const { name, namespace, place, chart } = service;
  if (chart?.labelsAt) return [];
  const other = services.find(
    (each) =>
      each.name !== name &&
      isLive(each) &&
      each.namespace === namespace &&
      "cluster" in each.place &&
      "cluster" in place &&
      each.place.cluster === place.cluster,
  );
  if (!other) return [];
  return [
    problem(service, {
      what: `${name} is a chart, and shares the namespace ${namespace} with ${other.name}.`,
      facts: [`${other.name}: ${other.file}`, "the network cannot tell the pods of a chart from others"],
      fix: `write namespace: "${name}" in ${service.file}, or where the chart's values have the labels of its pods (labelsAt)`,
    }),
  ];
}

function saidTwice(service: Service, { pods, values }: Chart): Problem[] {
  const ways = leavesOf(values).map(([way]) => way.join("."));
  return Object.entries(pods).flatMap(([name, { resourcesAt, replicasAt }]) =>
    [resourcesAt, replicasAt].flatMap((at) =>
      at !== undefined && ways.some((way) => way === at || way.startsWith(`${at}.`))
        ? [
            problem(service, {
              what: `${service.name} says ${at} in its values, which follows from chart.pods["${name}"].`,
              fix: `remove ${at} from the values`,
            }),
          ]
        : [],
    ),
  );
}
