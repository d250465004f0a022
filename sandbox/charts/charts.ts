import { isChart } from "../../components/kubernetes/index.ts";
import { isLive, type Lab } from "../../components/lab/index.ts";
import type { KubeObject } from "../control-plane/index.ts";
import { chartDoor } from "./door.ts";
import { chartWorkloads } from "./workloads.ts";

/** What stands for the objects of a chart, by its release as "namespace/name". */
export function chartsOn(cluster: string, lab: Lab): Record<string, KubeObject[]> {
  const charts = lab.services
    .filter(isChart)
    .filter((service) => isLive(service) && service.place.cluster === cluster);
  return Object.fromEntries(
    charts.map((service) => [
      `${service.namespace}/${service.name}`,
      [...chartWorkloads(service, lab), ...chartDoor(service)],
    ]),
  );
}
