import type { ContainerArgs } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import type { Service } from "../lab/index.ts";
import { powersOf } from "../service/index.ts";

type Confinement = Pick<Unwrap<ContainerArgs>, "readOnly" | "capabilities" | "securityOpts">;

/** A program needs none of root's powers and writes only where it has a volume, unless its waivers say why. */
export function confine({ waive }: Pick<Service, "waive">): Confinement {
  const adds = powersOf(waive);
  return {
    readOnly: !waive["writable-root"],
    capabilities: { drops: ["ALL"], ...(adds.length > 0 && { adds }) },
    securityOpts: ["no-new-privileges:true"],
  };
}
