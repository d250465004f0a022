import type { INamespace } from "kubernetes-models/v1";
import { backupScripts, keptOf } from "../backup/index.ts";
import type { Amounts, Cluster, Containers } from "../inventory/index.ts";
import { notesOf, waiversOf } from "../service/index.ts";
import { isChart, type PlacedService } from "./cluster-service.ts";
import type { Named, Plan } from "./manifest.ts";
import { meshAnnotations } from "./mesh.ts";
import { policyOf } from "./policy.ts";
import { podSecurityLevel } from "./security.ts";

const POD_SECURITY = "pod-security.kubernetes.io";
/** The least strict first. */
const LEVELS = ["privileged", "baseline"] as const;
const LABELS = { "app.kubernetes.io/managed-by": "pulumi" };

/** What the jobs run that keep a namespace's data. */
export const BACKUP_SCRIPTS = "backup-scripts";

/** Those of its services, and those that are there for what others start: the runners of a forge, for one. */
export function namespacesOn({ namespaces }: Cluster, services: PlacedService[]): string[] {
  return [...new Set([...Object.keys(namespaces), ...services.map(({ namespace }) => namespace)])].toSorted();
}

export interface NamespacePlan {
  namespace: Named<INamespace>;
  /** What lies in it, by part. */
  contents: Plan;
}

/** A namespace that lets nothing in and nothing out, and holds its pods to what the inventory allows. */
export function planNamespace(name: string, services: PlacedService[], cluster: Cluster): NamespacePlan {
  const { quota, mesh } = cluster.namespaces[name] ?? {};
  const own = services.filter(({ namespace }) => namespace === name);
  const levels = own.map(podSecurityLevel);
  // A chart knows what its pods need, and its makers never saw our defaults: Longhorn's would not start with them.
  const containers = cluster.namespaces[name] || !own.every(isChart) ? cluster.containers : undefined;
  const annotations = {
    ...(mesh && cluster.mesh && meshAnnotations(cluster.mesh.proxy)),
    ...Object.assign({}, ...own.map(({ waive }) => notesOf(waiversOf("namespace", waive)))),
  };
  const metadata = (part: string) => ({ name: part, namespace: name, labels: LABELS });
  return {
    namespace: {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name,
        labels: {
          ...LABELS,
          // No pod is more than its services have an excuse for.
          [`${POD_SECURITY}/enforce`]: LEVELS.find((level) => levels.includes(level)) ?? "restricted",
          [`${POD_SECURITY}/audit`]: "restricted",
          [`${POD_SECURITY}/warn`]: "restricted",
        },
        ...(Object.keys(annotations).length > 0 && { annotations }),
      },
    },
    contents: {
      "default-deny": policyOf(metadata("default-deny"), {}),
      ...(own.some(keptOf) &&
        services.some(({ provides }) => provides === "backups") && {
          [BACKUP_SCRIPTS]: {
            apiVersion: "v1" as const,
            kind: "ConfigMap" as const,
            metadata: metadata(BACKUP_SCRIPTS),
            data: backupScripts,
          },
        }),
      ...(quota && {
        quota: {
          apiVersion: "v1",
          kind: "ResourceQuota",
          metadata: metadata("quota"),
          spec: { hard: hardLimits(quota) },
        },
      }),
      ...(containers && {
        "limit-range": {
          apiVersion: "v1",
          kind: "LimitRange",
          metadata: metadata("containers"),
          spec: { limits: [{ type: "Container", ...limitsOf(containers) }] },
        },
      }),
    },
  };
}

function hardLimits({ cpu, memory }: Amounts): Record<string, string> {
  return {
    "requests.cpu": cpu.request,
    ...(cpu.limit && { "limits.cpu": cpu.limit }),
    "requests.memory": memory.request,
    "limits.memory": memory.limit,
  };
}

function limitsOf({ default: usual, min, max }: Containers) {
  return {
    defaultRequest: { cpu: usual.cpu.request, memory: usual.memory.request },
    default: { ...(usual.cpu.limit && { cpu: usual.cpu.limit }), memory: usual.memory.limit },
    min,
    max,
  };
}
