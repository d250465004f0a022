import { failed, idOf, type ObjectsCheck, ok, unseen } from "./check.ts";
import { type Condition, conditionOf, type KubeObject, wordsOf } from "./kinds.ts";

interface Application extends KubeObject {
  status?: { sync?: { status?: string }; health?: { status?: string; message?: string } };
}

interface Sealed extends KubeObject {
  status?: { conditions?: Condition[] };
}

/** Of a cluster that ArgoCD brings to what Git says: all of it is brought, and every secret of it was opened. */
export function gitopsChecks(cluster: string): ObjectsCheck[] {
  const of = { place: cluster, topic: "gitops", madeBy: "operators", by: "objects" } as const;
  return [
    {
      ...of,
      id: idOf({ place: cluster, topic: "gitops", name: "applications" }),
      about: "every Application is what Git says, and healthy",
      reads: ["Application"],
      judge: (seen) => {
        const all = seen.of<Application>("Application");
        if (all.length === 0) return failed("ArgoCD knows no Application", "npx lab up brings the first one");
        const wrong = all.filter(
          ({ status }) => status?.sync?.status !== "Synced" || status.health?.status !== "Healthy",
        );
        if (wrong.length === 0) return ok(`${all.length} of them`);
        const words = wrong.map(
          ({ metadata, status }) =>
            `${metadata.name} is ${status?.sync?.status ?? "Unknown"} and ${status?.health?.status ?? "Unknown"}`,
        );
        return failed(words.join("; "), `argocd app get ${wrong[0]?.metadata.name} says what it waits for`);
      },
    },
    {
      ...of,
      id: idOf({ place: cluster, topic: "gitops", name: "sealed-secrets" }),
      about: "every SealedSecret was opened",
      reads: ["SealedSecret"],
      judge: (seen) => {
        const all = seen.of<Sealed>("SealedSecret");
        if (all.length === 0) return unseen("there is none");
        const shut = all.filter((each) => conditionOf(each, "Synced")?.status !== "True");
        if (shut.length === 0) return ok(`${all.length} of them`);
        const words = shut.map((each) => {
          const said = conditionOf(each, "Synced");
          return `${each.metadata.namespace}/${each.metadata.name}: ${said ? wordsOf(said) : "nobody has looked at it"}`;
        });
        return failed(
          words.join("; "),
          "npx lab render seals them for this cluster anew; commit what it writes",
        );
      },
    },
  ];
}
