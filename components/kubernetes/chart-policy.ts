import type { INetworkPolicyIngressRule } from "kubernetes-models/networking.k8s.io/v1";
import type { Lab } from "../lab/index.ts";
import type { ChartService } from "./cluster-service.ts";
import { metadataOf, selectorOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";
import { fromProxies, toProxies } from "./mesh.ts";
import { fromOutside, fromServices, planEgress, toKubernetes } from "./network-policy.ts";
import { policyOf } from "./policy.ts";

/**
 * The pods of a chart have a namespace of their own, or a label, and among themselves they may speak as they like. An
 * operator lives by the Kubernetes API, so the way to it is open, and nothing else that is not declared.
 */
export function planChartPolicy(service: ChartService, lab: Lab): Plan {
  const { name, reach, chart } = service;
  const podSelector = chart.labelsAt ? selectorOf(name) : {};
  const among = { podSelector };
  return {
    "network-policy": policyOf(metadataOf(service), podSelector, {
      ingress: [
        { from: [among] },
        ...fromServices(service, lab),
        ...fromOutside(service, lab),
        ...fromApiServer(service),
        ...fromProxies(service, lab),
      ],
      egress: [
        { to: [among] },
        ...planEgress(service, lab),
        ...(reach.cluster ? [] : [toKubernetes(service, lab)]),
        ...toProxies(service, lab),
      ],
    }),
  };
}

/** It calls from its node, under whichever of the node's addresses leads to the pod: there is no telling which. */
function fromApiServer({ chart: { webhooks } }: ChartService): INetworkPolicyIngressRule[] {
  if (webhooks.length === 0) return [];
  return [{ ports: webhooks.map((port) => ({ port, protocol: "TCP" as const })) }];
}
