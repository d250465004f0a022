import { stringify } from "yaml";
import { customResource } from "../custom-resources/index.ts";
import { isFilled, type PlannedRelease, type PlannedValues } from "../kubernetes/index.ts";
import type { Application } from "./application.ts";

type Value = PlannedValues[string];

/** Values of a chart: those that anybody may read, and those that hold secrets, each where the chart has it. */
export interface SplitValues {
  open: PlannedValues;
  secret: PlannedValues;
}

/** A list is one value to Helm: where a secret is in it, all of it is. */
export function splitValues(values: PlannedValues): SplitValues {
  const split: SplitValues = { open: {}, secret: {} };
  for (const [key, value] of Object.entries(values)) {
    if (!holdsSecret(value)) split.open[key] = value;
    else if (isMap(value) && !isFilled(value)) {
      const inner = splitValues(value);
      if (Object.keys(inner.open).length > 0) split.open[key] = inner.open;
      split.secret[key] = inner.secret;
    } else split.secret[key] = value;
  }
  return split;
}

/** How ArgoCD installs a chart all of whose values may be read. */
export function chartSource({ metadata, spec }: PlannedRelease): Application["spec"]["sources"][number] {
  const { chart, repository, version, values } = spec;
  const [, registry, name] = /^oci:\/\/(.*)\/([^/]+)$/.exec(chart) ?? [];
  return {
    // An address without a scheme is a registry to ArgoCD.
    repoURL: registry ?? repository ?? "",
    chart: name ?? chart,
    targetRevision: version,
    helm: { releaseName: metadata.name, valuesObject: values },
  };
}

/** Where k3s looks for charts, and starts the jobs that install them: no policy keeps those from the internet. */
export const K3S = "kube-system";
const VALUES = "values.yaml";

/**
 * How k3s installs a chart of which some values are secret. ArgoCD writes all values of a chart into its Application,
 * where everybody may read them who may read that; k3s takes them from a Secret.
 */
export function helmChart({ metadata, spec }: PlannedRelease, open: PlannedValues) {
  const { chart, repository, version } = spec;
  const { name, namespace, labels } = metadata;
  return customResource(
    "HelmChart",
    { name, namespace: K3S, labels },
    {
      ...(repository && { repo: repository }),
      chart,
      version,
      targetNamespace: namespace,
      valuesContent: stringify(open, { lineWidth: 0, aliasDuplicateObjects: false }),
      valuesSecrets: [{ name: valuesSecretOf(name), keys: [VALUES] }],
      // Otherwise a failed update would be uninstalled, and installed anew.
      failurePolicy: "abort",
    },
  );
}

/** The Secret that it takes them from. */
export function valuesSecret({ metadata: { name, labels } }: PlannedRelease, values: string) {
  return { metadata: { name: valuesSecretOf(name), namespace: K3S, labels }, values: { [VALUES]: values } };
}

function valuesSecretOf(release: string): string {
  return `${release}-values`;
}

function holdsSecret(value: Value): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  if (!isMap(value)) return false;
  return isFilled(value) || Object.values(value).some((each) => holdsSecret(each));
}

function isMap(value: Value): value is PlannedValues {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
