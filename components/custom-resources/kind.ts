import { z } from "zod";
import { label } from "../units/index.ts";

/** A kind that Kubernetes does not have by itself: some chart, or k3s, brings it along. */
export interface CustomKind<Kind extends string = string, Spec extends z.ZodType = z.ZodType> {
  group: string;
  version: string;
  kind: Kind;
  plural: string;
  scope: "Namespaced" | "Cluster";
  /** What the lab writes of it: less than its makers allow, and nothing that they do not. */
  spec: Spec;
}

export function customKind<const Kind extends string, Spec extends z.ZodType>(
  kind: CustomKind<Kind, Spec>,
): CustomKind<Kind, Spec> {
  return kind;
}

/** By name, in the same namespace unless the field beside it names one. */
export const ref = z.strictObject({ name: label });

/** One entry of a Secret. */
export const secretKey = z.strictObject({ name: label, key: z.string() });

/** A time as Go writes it. */
export const duration = z
  .string()
  .regex(/^(\d+(ms|s|m|h))+$/, { error: 'is not a length of time\nwrite "30s", "5m" or "2160h"' });
