import { type CustomResource, customResource } from "../custom-resources/index.ts";
import type { Gitops } from "../inventory/index.ts";

export type Application = CustomResource<"Application">;
type Source = Application["spec"]["sources"][number];

const WAVE = "argocd.argoproj.io/sync-wave";
const LABELS = { "app.kubernetes.io/managed-by": "pulumi" };

/** What is needed of an Application: it lies beside ArgoCD, whose namespace is where Applications are looked for. */
interface Asked {
  name: string;
  /** Where ArgoCD stands. */
  home: string;
  /** Where what it brings lies, unless that says so itself. */
  namespace: string;
  sources: Source[];
}

/** One of those that the root brings; once it is gone from Git, what it has brought goes too. */
export function application({ wave, ...asked }: Asked & { wave: number }): Application {
  return describe(asked, {
    annotations: { [WAVE]: String(wave) },
    finalizers: ["resources-finalizer.argocd.argoproj.io"],
  });
}

/** The one that brings all others. Without it they stay, and so does all that they have brought. */
export function rootApplication(cluster: string, home: string, gitops: Gitops): Application {
  const sources = [gitSource(gitops, `${cluster}/applications`)];
  return describe({ name: cluster, home, namespace: home, sources }, {});
}

/** A folder of those that `lab render` writes. */
export function gitSource({ repository, revision, folder }: Gitops, path: string): Source {
  return { repoURL: repository, targetRevision: revision, path: `${folder}/${path}` };
}

function describe({ name, home, namespace, sources }: Asked, more: object): Application {
  return customResource(
    "Application",
    { name, namespace: home, labels: LABELS, ...more },
    {
      project: "default",
      sources,
      destination: { server: "https://kubernetes.default.svc", namespace },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        // As Pulumi applies it too, so that whoever brings it finds nothing to change of what the other has brought.
        syncOptions: ["ServerSideApply=true"],
        retry: { limit: 10, backoff: { duration: "10s", factor: 2, maxDuration: "10m" } },
      },
    },
  );
}
