import { parse } from "../parse/index.ts";
import type { Problem } from "../refusal.ts";
import { customKindOf } from "./kinds.ts";

interface Resource {
  kind: string;
  metadata: { name: string; namespace?: string | undefined };
  spec?: unknown;
}

/** What of a custom resource is not as its kind says; nothing for any other manifest. */
export function checkCustomResource({ kind, metadata, spec }: Resource): Problem[] {
  const custom = customKindOf(kind);
  if (!custom) return [];
  const { name, namespace } = metadata;
  const where = `the ${kind} ${namespace ? `${namespace}/` : ""}${name}`;
  return [...misplaced(custom.scope, where, namespace), ...parse(custom.spec, spec, where).problems];
}

function misplaced(scope: "Namespaced" | "Cluster", where: string, namespace?: string): Problem[] {
  if ((scope === "Namespaced") === (namespace !== undefined)) return [];
  return scope === "Cluster"
    ? [
        {
          where,
          what: "it belongs to the whole cluster, and names a namespace.",
          fix: "remove the namespace",
        },
      ]
    : [{ where, what: "it says no namespace.", fix: "write metadata: { namespace: ... }" }];
}
