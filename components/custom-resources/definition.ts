import { z } from "zod";
import type { CustomKind } from "./kind.ts";

/** A schema as JSON Schema has it, and the API server's rules for it ("structural") almost. */
interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  [more: string]: unknown;
}

/** Without it an API server refuses kinds in groups of Kubernetes' own; this is the one that they came with. */
const APPROVED = { "api-approved.kubernetes.io": "https://github.com/kubernetes/kubernetes/pull/63797" };

/** The CustomResourceDefinition that brings a kind to an API server, made of the schema that the program checks by. */
export function definitionOf({ group, version, kind, plural, scope, spec }: CustomKind) {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}`, ...(group.endsWith(".k8s.io") && { annotations: APPROVED }) },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", required: ["spec"], properties: propertiesOf(spec) } },
          subresources: { status: {} },
        },
      ],
    },
  };
}

/** A controller writes the status as it likes. */
function propertiesOf(spec: z.ZodType): Record<string, Schema> {
  return {
    spec: structural(z.toJSONSchema(spec, { target: "openapi-3.0", io: "input" }) as Schema),
    status: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
  };
}

/**
 * What the API server does not know is left out. That an object has no other fields goes without saying there: it refuses
 * them by itself.
 */
function structural(schema: Schema): Schema {
  const { default: _, propertyNames, format, additionalProperties, ...rest } = schema;
  const { properties, items } = rest;
  if (!rest.type) return { "x-kubernetes-preserve-unknown-fields": true };
  return {
    ...rest,
    ...(properties && { properties: mapped(properties) }),
    ...(items && { items: structural(items) }),
    ...(typeof additionalProperties === "object" && {
      additionalProperties: structural(additionalProperties),
    }),
  };
}

function mapped(properties: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, structural(each)]));
}
