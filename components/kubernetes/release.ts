import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Vault } from "../vault/index.ts";
import type { PlannedRelease, PlannedValues } from "./manifest.ts";

/** Seconds that its pods may take to be ready; images are pulled in them. */
const PATIENCE = 600;

/** Installed whole or not at all: what fails is rolled back to what was there before. */
export function release(
  name: string,
  { metadata, spec }: PlannedRelease,
  vault: Vault,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  const { chart, repository, version, values } = spec;
  return new k8s.helm.v3.Release(
    name,
    {
      name: metadata.name,
      namespace: metadata.namespace,
      chart,
      ...(repository && { repositoryOpts: { repo: repository } }),
      version,
      values: opened(values, vault) as Record<string, unknown>,
      atomic: true,
      timeout: PATIENCE,
      maxHistory: 5,
    },
    opts,
  );
}

function opened(value: PlannedValues[string], vault: Vault): pulumi.Input<unknown> {
  if (Array.isArray(value)) return value.map((each) => opened(each, vault));
  if (typeof value !== "object" || value === null) return value;
  if (isFilled(value)) return vault.fill(value.text);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, opened(each, vault)]));
}

/** Secrets are all that was left to be filled in. */
export function isFilled(value: object): value is { text: Parameters<Vault["fill"]>[0] } {
  return "text" in value && Array.isArray(value.text) && value.text.some((part) => typeof part === "object");
}
