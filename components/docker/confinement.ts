import type { ContainerArgs } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import type { Service } from "../lab/index.ts";
import { TO_BECOME_ANOTHER_USER } from "../service/index.ts";

type Confinement = Pick<Unwrap<ContainerArgs>, "readOnly" | "capabilities" | "securityOpts">;

/** A program needs none of root's powers and writes only where it has a volume, unless its waivers say why. */
export function confine({ waive }: Pick<Service, "waive">): Confinement {
  return {
    readOnly: !waive["writable-root"],
    capabilities: { drops: ["ALL"], ...(waive.privilege && { adds: TO_BECOME_ANOTHER_USER }) },
    securityOpts: ["no-new-privileges:true"],
  };
}
