import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1";
import type { INamespace } from "kubernetes-models/v1";
import type { ClusterService } from "./cluster-service.ts";
import type { Named } from "./manifest.ts";
import { podSecurityLevel } from "./security.ts";

const POD_SECURITY = "pod-security.kubernetes.io";

/** A namespace that lets nothing in, nothing out, and no pod be more than its services have an excuse for. */
export function planNamespace(
  name: string,
  services: ClusterService[],
): { namespace: Named<INamespace>; defaultDeny: Named<INetworkPolicy> } {
  const levels = services.filter(({ namespace }) => namespace === name).map(podSecurityLevel);
  const labels = { "app.kubernetes.io/managed-by": "pulumi" };
  return {
    namespace: {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name,
        labels: {
          ...labels,
          [`${POD_SECURITY}/enforce`]: levels.includes("baseline") ? "baseline" : "restricted",
          [`${POD_SECURITY}/audit`]: "restricted",
          [`${POD_SECURITY}/warn`]: "restricted",
        },
      },
    },
    defaultDeny: {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "default-deny", namespace: name, labels },
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    },
  };
}
