import { bootstrap, followers } from "../components/gitops/index.ts";
import type { ClusterPlan } from "../components/kubernetes/index.ts";
import type { Lab } from "../components/lab/index.ts";
import { suggestion } from "../components/nearest.ts";
import { refuse } from "../components/refusal.ts";
import type { Settings } from "./settings.ts";

/** What of a cluster's plan a stack brings itself: all of it, or what ArgoCD needs to bring the rest from Git. */
export function delivery(lab: Lab, { gitops }: Pick<Settings, "gitops">) {
  const following = new Map(followers(lab));
  const known = [...following.keys()];
  refuse(
    gitops
      .filter((name) => !following.has(name))
      .map((name) => ({
        where: "homelab:gitops",
        what: `${name} is no cluster that can follow Git.`,
        fix:
          known.length > 0 ? suggestion(name, known) : "write gitops into the inventory of a cluster first",
      })),
  );
  return (cluster: string): ((plan: ClusterPlan) => ClusterPlan) | undefined => {
    const source = gitops.includes(cluster) ? following.get(cluster) : undefined;
    return source && ((plan) => bootstrap(plan, cluster, source, lab));
  };
}
