import type { ContainerArgs } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import type { Service } from "../lab/index.ts";

type Confinement = Pick<Unwrap<ContainerArgs>, "readOnly" | "capabilities" | "securityOpts">;

/** What an image needs that starts as root, gives its files to a user and becomes that user. */
const BECOMING_ANOTHER_USER = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"];

/** A program needs none of root's powers and writes only where it has a volume, unless its waivers say why. */
export function confine({ waive }: Pick<Service, "waive">): Confinement {
  return {
    readOnly: !waive["writable-root"],
    capabilities: { drops: ["ALL"], ...(waive.privilege && { adds: BECOMING_ANOTHER_USER }) },
    securityOpts: ["no-new-privileges:true"],
  };
}
