import type { Problem } from "../../refusal.ts";
import type { Lab, Service } from "../lab.ts";
import { problem } from "./problem.ts";

/** How it runs agrees with where it runs, and with itself. */
export function checkWorkload(service: Service, _lab: Lab): Problem[] {
  return "docker" in service.place ? onDocker(service, service.place.docker) : onCluster(service);
}

function onCluster(service: Service): Problem[] {
  const { name, workload, scale, disruption, place } = service;
  const problems: Problem[] = [];
  if (scale && workload.kind !== "deployment")
    problems.push(
      problem(service, {
        what: `${name} scales, but its workload is ${workload.kind}.`,
        fix: "only a deployment can have more copies by the hour: remove scale, or make it a deployment",
      }),
    );
  if (scale && workload.kind === "deployment" && workload.replicas > 1)
    problems.push(
      problem(service, {
        what: `${name} has ${workload.replicas} replicas and scales from ${scale.min} to ${scale.max}.`,
        fix: "say one of them: each apply would set what the autoscaler has just changed",
      }),
    );
  if (workload.kind === "daemon" && "cluster" in place && place.node)
    problems.push(
      problem(service, {
        what: `${name} is a daemon, which runs on every node, and is placed on ${place.node} alone.`,
        fix: "remove the node, or make it a deployment",
      }),
    );
  const copies = scale?.min ?? ("replicas" in workload ? workload.replicas : 1);
  if (disruption && disruption.minAvailable >= copies)
    problems.push(
      problem(service, {
        what: `${name} keeps ${disruption.minAvailable} of ${copies} up at all times: no node that it runs on can ever be drained.`,
        fix:
          copies > 1
            ? `write minAvailable: ${copies - 1}, or run more copies`
            : "run more copies, or remove disruption",
      }),
    );
  return problems;
}

/** Docker starts one container and keeps it running: nothing there counts, places or schedules. */
function onDocker(service: Service, host: string): Problem[] {
  const { name, workload, scale, disruption, migration, permissions, reach, namespace, group } = service;
  const { alerts, dashboard } = service;
  const said = [
    ["stateful", "daemon", "cron"].includes(workload.kind) && `workload: ${workload.kind}`,
    "replicas" in workload && workload.replicas > 1 && "replicas",
    scale && "scale",
    disruption && "disruption",
    migration && "migration",
    permissions.length > 0 && "permissions",
    alerts.length > 0 && "alerts",
    dashboard && "dashboard",
    reach.cluster && "reach.cluster",
    namespace !== group && "namespace",
  ].filter((each) => typeof each === "string");
  if (said.length === 0) return [];
  return [
    problem(service, {
      what: `${name} runs on the Docker host ${host}, which knows nothing of ${said.join(", ")}.`,
      fix: `remove ${said.join(", ")}, or place it on a cluster`,
    }),
  ];
}
