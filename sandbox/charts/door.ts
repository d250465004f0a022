import type { ChartService } from "../../components/kubernetes/index.ts";
import { addressName } from "../../components/lab/index.ts";
import type { KubeObject } from "../control-plane/index.ts";

/** The Service by which a chart is reached, where the lab says that it is: an ingress waits a minute for one that is missing. */
export function chartDoor(service: ChartService): KubeObject[] {
  const ports = Object.entries(service.ports).map(([name, { number, protocol }]) => ({
    name,
    port: number,
    protocol: protocol.toUpperCase(),
  }));
  if (ports.length === 0) return [];
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: addressName(service), namespace: service.namespace },
      spec: { selector: { "app.kubernetes.io/name": service.name }, ports },
    },
  ];
}
