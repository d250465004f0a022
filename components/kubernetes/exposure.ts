import type { IServicePort } from "kubernetes-models/v1";
import { type Lab, mainPort } from "../lab/index.ts";
import { notesOf, type Port, waiversOf } from "../service/index.ts";
import { clusterOf, type PlacedService } from "./cluster-service.ts";
import { planEntrance } from "./entrance.ts";
import { metadataOf, selectorOf } from "./labels.ts";
import { planIngress } from "./lan.ts";
import type { Plan } from "./manifest.ts";
import { nameOf } from "./names.ts";
import { headlessName } from "./workload.ts";

/** The addresses under which a service answers: to its cluster by name, and to the LAN where it says so. */
export function planExposure(service: PlacedService, lab: Lab): Plan {
  // A chart makes its own.
  const named = service.chart ? [] : Object.entries(service.ports);
  return {
    ...(service.workload.kind === "stateful" && planHeadless(service)),
    ...(named.length > 0 && planAddress(service, named)),
    ...(service.expose.lan && planLan(service, lab)),
    ...planEntrance(service, lab),
  };
}

function planAddress(service: PlacedService, named: [string, Port][]): Plan {
  return {
    service: {
      apiVersion: "v1",
      kind: "Service",
      metadata: metadataOf(service),
      spec: { selector: podLabels(service), ports: named.map(servicePort) },
    },
  };
}

/** Gives every copy a name of its own, which its peers may know before it is ready. */
function planHeadless(service: PlacedService): Plan {
  const ports = Object.entries(service.ports).map(servicePort);
  return {
    "headless-service": {
      apiVersion: "v1",
      kind: "Service",
      metadata: metadataOf(service, headlessName(service)),
      spec: {
        clusterIP: "None",
        publishNotReadyAddresses: true,
        selector: podLabels(service),
        ...(ports.length > 0 && { ports }),
      },
    },
  };
}

function planLan(service: PlacedService, lab: Lab): Plan {
  return clusterOf(service, lab).ingress === "traefik" ? planIngress(service, lab) : planOpenPort(service);
}

/** Apart from the service itself, because every port of a load balancer is opened on every node. */
function planOpenPort(service: PlacedService): Plan {
  const [entry] = Object.entries(service.ports).filter(([, port]) => port === mainPort(service));
  if (!entry) return {};
  const annotations = notesOf(waiversOf("port", service.waive));
  return {
    "lan-service": {
      apiVersion: "v1",
      kind: "Service",
      metadata: {
        ...metadataOf(service, nameOf(service.name, "lan")),
        ...(Object.keys(annotations).length > 0 && { annotations }),
      },
      spec: {
        type: "LoadBalancer",
        // k3s opens the port itself; without this line a second, random one is opened on every node.
        allocateLoadBalancerNodePorts: false,
        selector: podLabels(service),
        ports: [servicePort(entry)],
      },
    },
  };
}

function podLabels({ name }: PlacedService): Record<string, string> {
  return selectorOf(name).matchLabels;
}

function servicePort([name, { number, protocol }]: [string, Port]): IServicePort {
  return { name, port: number, targetPort: number, protocol: protocol === "udp" ? "UDP" : "TCP" };
}
