import type { ClusterPlan } from "../kubernetes/index.ts";
import { failed, idOf, type Objects, type ObjectsCheck, ok } from "./check.ts";
import { type Kind, type KubeObject, named } from "./kinds.ts";

interface Namespace extends KubeObject {
  status?: { phase?: string };
}

interface Quota extends KubeObject {
  status?: { hard?: Record<string, string> };
}

interface Policy extends KubeObject {
  spec?: {
    podSelector?: Record<string, unknown>;
    policyTypes?: string[];
    ingress?: unknown[];
    egress?: unknown[];
  };
}

/** Each is there, closed by default, and held to its amounts. */
export function namespaceChecks(
  cluster: string,
  stack: string,
  { namespaces }: Pick<ClusterPlan, "namespaces">,
): ObjectsCheck[] {
  return Object.entries(namespaces).map(([name, { contents, namespace }]) => {
    const parts = ["closed by default", contents.quota && "a quota", contents["limit-range"] && "limits"];
    const meshed = namespace.metadata.annotations?.["linkerd.io/inject"] === "enabled";
    return {
      id: idOf({ place: cluster, topic: "namespaces", name }),
      place: cluster,
      topic: "namespaces",
      about: `${name} is there: ${parts.filter(Boolean).join(", ")}${meshed ? ", in the mesh" : ""}`,
      by: "objects",
      reads: ["Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange"],
      judge: (seen) => {
        const live = named(seen.of<Namespace>("Namespace"), { name });
        if (!live) return failed("there is no such namespace", `npx lab up ${stack}`);
        const wrong = [
          ...(live.status?.phase === "Active" ? [] : [`it is ${live.status?.phase}`]),
          ...(isClosed(seen, name) ? [] : ["nothing denies by default what nobody asked for"]),
          ...Object.values(contents).flatMap((manifest) => missing(manifest, seen, name)),
          ...(contents.quota ? notEnforced(seen, name) : []),
          ...(meshed && live.metadata.annotations?.["linkerd.io/inject"] !== "enabled"
            ? ["it is not in the mesh"]
            : []),
        ];
        return wrong.length === 0 ? ok("as declared") : failed(wrong.join("; "), `npx lab up ${stack}`);
      },
    };
  });
}

/** By a policy that means every pod of it, and lets nothing through in either direction. */
function isClosed(seen: Objects, namespace: string): boolean {
  return seen.of<Policy>("NetworkPolicy").some(({ metadata, spec }) => {
    const { podSelector = {}, policyTypes = [], ingress = [], egress = [] } = spec ?? {};
    return (
      metadata.namespace === namespace &&
      Object.keys(podSelector).length === 0 &&
      ["Ingress", "Egress"].every((type) => policyTypes.includes(type)) &&
      ingress.length + egress.length === 0
    );
  });
}

const LOOKED_AT: string[] = ["ResourceQuota", "LimitRange"] satisfies Kind[];

function missing(
  { kind, metadata }: { kind: string; metadata: { name: string } },
  seen: Objects,
  namespace: string,
): string[] {
  if (!LOOKED_AT.includes(kind)) return [];
  return named(seen.of(kind as Kind), { name: metadata.name, namespace })
    ? []
    : [`its ${kind} ${metadata.name} is missing`];
}

/** A quota that nobody has counted yet holds nobody to anything. */
function notEnforced(seen: Objects, namespace: string): string[] {
  const quotas = seen.of<Quota>("ResourceQuota").filter(({ metadata }) => metadata.namespace === namespace);
  return quotas.length > 0 && quotas.every(({ status }) => !status?.hard)
    ? ["its quota is not enforced"]
    : [];
}
