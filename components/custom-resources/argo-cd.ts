import { z } from "zod";
import { customKind, duration } from "./kind.ts";

/** A chart of a repository of charts, or a folder of a repository of Git. */
const source = z.strictObject({
  repoURL: z.string(),
  targetRevision: z.string(),
  path: z.string().optional(),
  directory: z.strictObject({ recurse: z.boolean() }).optional(),
  chart: z.string().optional(),
  helm: z
    .strictObject({ releaseName: z.string(), valuesObject: z.record(z.string(), z.unknown()) })
    .optional(),
});

/** What ArgoCD keeps in a cluster as its sources say. */
export const Application = customKind({
  group: "argoproj.io",
  version: "v1alpha1",
  kind: "Application",
  plural: "applications",
  scope: "Namespaced",
  spec: z.strictObject({
    project: z.string(),
    sources: z.array(source),
    destination: z.strictObject({ server: z.string(), namespace: z.string() }),
    syncPolicy: z.strictObject({
      automated: z.strictObject({ prune: z.boolean(), selfHeal: z.boolean() }),
      syncOptions: z.array(z.string()),
      retry: z.strictObject({
        limit: z.int(),
        backoff: z.strictObject({ duration, factor: z.int(), maxDuration: duration }),
      }),
    }),
  }),
});
