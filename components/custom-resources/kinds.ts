import type { z } from "zod";
import { Application } from "./argo-cd.ts";
import { Certificate, ClusterIssuer } from "./cert-manager.ts";
import { HelmChart, HelmChartConfig } from "./k3s.ts";
import type { CustomKind } from "./kind.ts";
import { ValidatingPolicy } from "./kyverno.ts";
import { SealedSecret } from "./sealed-secrets.ts";
import { Middleware, TLSOption } from "./traefik.ts";
import { VerticalPodAutoscaler } from "./vertical-pod-autoscaler.ts";

/** Every kind of custom resource that the project may declare. One that is missing here can be declared nowhere. */
export const KINDS = {
  Application,
  Certificate,
  ClusterIssuer,
  HelmChart,
  HelmChartConfig,
  Middleware,
  SealedSecret,
  TLSOption,
  ValidatingPolicy,
  VerticalPodAutoscaler,
};

type Kinds = typeof KINDS;

interface Metadata {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
}

type ResourceOf<K> =
  K extends CustomKind<infer Kind, infer Spec>
    ? { apiVersion: `${string}/${string}`; kind: Kind; metadata: Metadata; spec: z.input<Spec> }
    : never;

/** A custom resource, typed as its kind says. */
export type CustomResource<Kind extends keyof Kinds = keyof Kinds> = ResourceOf<Kinds[Kind]>;

/** Writes one, and needs not be told of which group and version its kind is. */
export function customResource<Kind extends keyof Kinds>(
  kind: Kind,
  metadata: Metadata,
  spec: z.input<Kinds[Kind]["spec"]>,
): CustomResource<Kind> {
  const { group, version } = KINDS[kind];
  // The compiler does not see that the resource of a kind, whichever it is, has that kind's spec.
  return { apiVersion: `${group}/${version}`, kind, metadata, spec } as unknown as CustomResource<Kind>;
}

/** Undefined for the kinds that Kubernetes has by itself. */
export function customKindOf(kind: string): CustomKind | undefined {
  return (KINDS as Record<string, CustomKind>)[kind];
}
