import { customKindOf } from "../custom-resources/index.ts";
import { holdsData, type Manifest } from "../kubernetes/index.ts";
import type { Unit } from "./unit.ts";

const ARGO = "argocd.argoproj.io";
const WORKLOADS: Manifest["kind"][] = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"];

/** What ArgoCD has to be told of an object, because it cannot see it: what comes before it, and what is never taken away. */
export function noted<M extends Manifest>(manifest: M, part: string, unit: Unit): M {
  const notes = { ...orderOf(manifest, part, unit), ...optionsFor(manifest) };
  if (Object.keys(notes).length === 0) return manifest;
  const { metadata } = manifest;
  return { ...manifest, metadata: { ...metadata, annotations: { ...metadata.annotations, ...notes } } };
}

/** Within its Application: pods read at their start what comes before them, a database is made before its tables are. */
function orderOf({ kind, apiVersion }: Manifest, part: string, { brings }: Unit): Record<string, string> {
  const [group = ""] = apiVersion.split("/");
  const place = (number: number) => ({ [`${ARGO}/sync-wave`]: String(number) });
  if (part === "database-job") return place(1);
  if (part === "migration-job") return place(2);
  if (WORKLOADS.includes(kind)) return place(3);
  return brings.includes(group) ? place(1) : {};
}

function optionsFor(manifest: Manifest): Record<string, string> {
  const options = [
    // Its kind may come with the chart beside it, and is not known when ArgoCD tries everything.
    ...(customKindOf(manifest.kind) ? ["SkipDryRunOnMissingResource=true"] : []),
    // With a namespace goes all that is in it, disks too.
    ...(manifest.kind === "Namespace" || holdsData(manifest) ? ["Delete=false", "Prune=false"] : []),
  ];
  return options.length > 0 ? { [`${ARGO}/sync-options`]: options.join(",") } : {};
}
