import type { IClusterRoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1";
import { type Inventory, type Person, userOf } from "../inventory/index.ts";
import type { Service } from "../lab/index.ts";
import type { PlacedService } from "./cluster-service.ts";
import type { Named, Plan } from "./manifest.ts";

const LABELS = { "app.kubernetes.io/managed-by": "pulumi" };
const API = { apiVersion: "rbac.authorization.k8s.io/v1" } as const;

/** Whoever runs the house may do everything in its clusters, each under a name of their own, which the audit log keeps. */
export function planAdmins(inventory: Pick<Inventory, "people">): Named<IClusterRoleBinding> {
  return {
    ...API,
    kind: "ClusterRoleBinding",
    metadata: { name: "homelab-admins", labels: LABELS },
    roleRef: roleNamed("cluster-admin"),
    subjects: subjects(inventory, ({ groups }) => groups.includes("admin")),
  };
}

/** Whoever a service is for may look at how it is: at all that is in its namespace, but at no Secret, and change nothing. */
export function planViewers(
  namespace: string,
  services: PlacedService[],
  inventory: Pick<Inventory, "people">,
): Plan {
  const own = services.filter((each) => each.namespace === namespace);
  const viewers = subjects(inventory, (person) => own.some((each) => isFor(each, person)));
  if (viewers.length === 0) return {};
  return {
    viewers: {
      ...API,
      kind: "RoleBinding",
      metadata: { name: "homelab-viewers", namespace, labels: LABELS },
      // Kubernetes' own, which charts add their kinds to.
      roleRef: roleNamed("view"),
      subjects: viewers,
    },
  };
}

/** For one of their groups, and not for everybody. */
export function isFor({ expose }: Pick<Service, "expose">, { groups }: Person): boolean {
  const access = expose.public?.access;
  return !groups.includes("admin") && groups.some((group) => group === access);
}

function roleNamed(name: string) {
  return { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name };
}

/** By name, not by group: a certificate cannot be taken back, and who is no longer among the people may do nothing with it. */
function subjects({ people }: Pick<Inventory, "people">, may: (person: Person) => boolean) {
  return Object.entries(people)
    .filter(([, person]) => may(person))
    .map(([name]) => ({ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: userOf(name) }));
}
