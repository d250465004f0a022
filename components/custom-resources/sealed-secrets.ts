import { z } from "zod";
import { customKind } from "./kind.ts";

/** A Secret that only its cluster can read, and that may therefore lie in Git. */
export const SealedSecret = customKind({
  group: "bitnami.com",
  version: "v1alpha1",
  kind: "SealedSecret",
  plural: "sealedsecrets",
  scope: "Namespaced",
  spec: z.strictObject({
    encryptedData: z.record(z.string(), z.string()),
    /** What the Secret is like that comes of it, but for what it holds. */
    template: z.strictObject({
      metadata: z.strictObject({
        name: z.string(),
        namespace: z.string(),
        labels: z.record(z.string(), z.string()).optional(),
        annotations: z.record(z.string(), z.string()).optional(),
      }),
      type: z.string().optional(),
    }),
  }),
});
