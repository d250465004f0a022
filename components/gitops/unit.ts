import { customKindOf } from "../custom-resources/index.ts";
import type { ClusterPlan, Manifest, Plan } from "../kubernetes/index.ts";

type Placed = ClusterPlan["services"][number]["service"];

/** What ArgoCD brings as one Application. */
export interface Unit {
  name: string;
  about: string;
  /** By whose wave it comes, where none names it. */
  group?: string;
  namespace: string;
  needs: string[];
  /** The groups of kinds that its chart brings along. */
  brings: string[];
  plan: Plan;
}

/** What a cluster has of its own, by the names that the constitution has for it. */
export const OWN = {
  namespaces: "namespaces",
  quotas: "resource-quotas",
  names: "coredns-custom",
  ingress: "traefik",
} as const;

/** Whether it is of a kind that somebody else brings along: Pulumi cannot bring it before ArgoCD has brought that. */
export function isOfOthers({ kind, apiVersion }: Manifest, service: Placed): boolean {
  const own = service.chart?.brings ?? [];
  return customKindOf(kind) !== undefined && !own.includes(apiVersion.split("/")[0] ?? "");
}

/** All of a cluster. Of who follows Git only what needs others: ArgoCD cannot bring itself. */
export function unitsOf({ houseNames, namespaces, ingress, services }: ClusterPlan): Unit[] {
  const own = (name: string, about: string, namespace: string, plan: Plan): Unit[] =>
    Object.keys(plan).length > 0 ? [{ name, about, namespace, needs: [], brings: [], plan }] : [];
  const contents = Object.entries(namespaces).flatMap(([namespace, { contents }]) =>
    Object.entries(contents).map(([part, manifest]) => ({ namespace, part, manifest })),
  );
  const lying = (isMeant: (part: string) => boolean): Plan =>
    Object.fromEntries(
      contents
        .filter(({ part }) => isMeant(part))
        .map(({ namespace, part, manifest }) => [`${namespace}.${part}`, manifest]),
    );
  const isAllowance = (part: string) => part === "quota" || part === "limit-range";
  const homes = Object.entries(namespaces).map(([name, { namespace }]) => [name, namespace] as const);
  return [
    ...own(OWN.namespaces, "Namespaces, closed by default, and who may look into them", "default", {
      ...Object.fromEntries(homes),
      ...lying((part) => !isAllowance(part)),
    }),
    ...own(OWN.quotas, "What namespaces and containers may ask for", "default", lying(isAllowance)),
    ...own(
      OWN.names,
      "How pods find the names of the house",
      "kube-system",
      houseNames ? { "house-names": houseNames } : {},
    ),
    ...own(OWN.ingress, "What the ingress is told", "kube-system", ingress),
    ...services
      .map(({ service, plan }) => ({ service, plan: fromGit(service, plan) }))
      .filter(({ plan }) => Object.keys(plan).length > 0)
      .map(({ service, plan }) => ({
        name: service.name,
        about: service.about,
        group: service.group,
        namespace: service.namespace,
        needs: service.needs,
        brings: service.chart?.brings ?? [],
        plan,
      })),
  ];
}

function fromGit(service: Placed, plan: Plan): Plan {
  if (service.provides !== "gitops") return plan;
  return Object.fromEntries(Object.entries(plan).filter(([, manifest]) => isOfOthers(manifest, service)));
}
