import type { IPodSecurityContext, ISecurityContext } from "kubernetes-models/v1";
import type { Service } from "../lab/index.ts";
import { powersOf } from "../service/index.ts";

type Secured = Pick<Service, "user" | "waive">;

export function securePod({ user, waive }: Secured): IPodSecurityContext {
  return {
    ...(!waive["root-user"] && { runAsNonRoot: true }),
    ...(user !== undefined && {
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      // Otherwise the kubelet walks through every file of a large volume each time that a pod starts.
      fsGroupChangePolicy: "OnRootMismatch",
    }),
    seccompProfile: { type: "RuntimeDefault" },
  };
}

export function secureContainer({ waive }: Secured): ISecurityContext {
  const add = powersOf(waive);
  return {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: !waive["writable-root"],
    capabilities: { drop: ["ALL"], ...(add.length > 0 && { add }) },
  };
}

/** The strictest of Kubernetes' Pod Security Standards that lets the service run. */
export function podSecurityLevel({ waive }: Secured): "restricted" | "baseline" | "privileged" {
  if (waive["node-access"]) return "privileged";
  return waive["root-user"] || powersOf(waive).length > 0 ? "baseline" : "restricted";
}
