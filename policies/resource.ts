import type { ResourceValidationArgs } from "@pulumi/policy";

/** A resource as the engine is about to make it. */
export type Resource = Pick<ResourceValidationArgs, "type" | "name" | "props"> & {
  urn?: string;
  /** Which cluster, host or vendor it is made by: the same names exist in more than one cluster. */
  provider?: { name: string };
};
