import { z } from "zod";
import { customKind } from "./kind.ts";

const expression = z.string().min(1);

/** A rule for what enters a cluster, in CEL, as the API server itself speaks it. */
export const ValidatingPolicy = customKind({
  group: "policies.kyverno.io",
  version: "v1",
  kind: "ValidatingPolicy",
  plural: "validatingpolicies",
  scope: "Cluster",
  spec: z.strictObject({
    validationActions: z.array(z.enum(["Audit", "Deny", "Warn"])).min(1),
    matchConstraints: z.strictObject({
      resourceRules: z.array(
        z.strictObject({
          apiGroups: z.array(z.string()),
          apiVersions: z.array(z.string()),
          operations: z.array(z.enum(["CREATE", "UPDATE"])),
          resources: z.array(z.string()),
        }),
      ),
    }),
    matchConditions: z.array(z.strictObject({ name: z.string(), expression })),
    variables: z.array(z.strictObject({ name: z.string(), expression })),
    validations: z.array(z.strictObject({ expression, message: z.string() })).min(1),
  }),
});
