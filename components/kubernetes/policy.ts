import type {
  INetworkPolicy,
  INetworkPolicyEgressRule,
  INetworkPolicyIngressRule,
} from "kubernetes-models/networking.k8s.io/v1";
import type { Named } from "./manifest.ts";

interface Ways {
  ingress?: INetworkPolicyIngressRule[];
  egress?: INetworkPolicyEgressRule[];
}

/** Of both directions, whichever ways are given: one that a policy is silent of would stay open. */
export function policyOf(
  metadata: Named<INetworkPolicy>["metadata"],
  podSelector: NonNullable<INetworkPolicy["spec"]>["podSelector"],
  ways: Ways = {},
): Named<INetworkPolicy> {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata,
    spec: { podSelector, policyTypes: ["Ingress", "Egress"], ...ways },
  };
}
