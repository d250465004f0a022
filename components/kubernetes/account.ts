import type { ClusterService } from "./cluster-service.ts";
import { labelsOf, metadataOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";
import { nameOf } from "./names.ts";

/** Who a service is to the Kubernetes API; nobody, unless it says that it speaks with it. */
export function planAccount(service: ClusterService): Plan {
  if (!service.reach.cluster) return {};
  return {
    "service-account": {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: metadataOf(service),
      automountServiceAccountToken: false,
    },
    ...(service.permissions.length > 0 && planRole(service)),
  };
}

function planRole(service: ClusterService): Plan {
  // Kubernetes has roles of its own, for all namespaces: a service called "view" must not become one of them.
  const name = nameOf("homelab", service.name);
  const metadata = { name, labels: labelsOf(service) };
  return {
    "cluster-role": {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata,
      rules: service.permissions.map(({ groups, resources, verbs }) => ({
        apiGroups: groups,
        resources,
        verbs,
      })),
    },
    "cluster-role-binding": {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", name: service.name, namespace: service.namespace }],
    },
  };
}
