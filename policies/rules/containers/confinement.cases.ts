import { type Cases, dockerContainer, each, pod } from "../../testing/index.ts";

const secured = (securityContext: object, shared: object = {}) =>
  pod({ securityContext }, { securityContext: shared });

export const confinementCases: Cases = {
  privileged: each(
    [secured({ privileged: false }), pod({}), dockerContainer({ privileged: false })],
    [
      ["web container web is privileged", secured({ privileged: true })],
      ["web it is privileged", dockerContainer({ privileged: true })],
    ],
  ),
  "privilege-escalation": each(
    [
      secured({ allowPrivilegeEscalation: false }),
      dockerContainer({ securityOpts: ["no-new-privileges:true"] }),
      dockerContainer({ securityOpts: ["no-new-privileges"] }),
    ],
    [
      ["container web lets its processes gain privileges", secured({})],
      [
        "it lets its processes gain privileges",
        dockerContainer({ securityOpts: ["no-new-privileges:false"] }),
      ],
    ],
  ),
  "root-user": each(
    [
      secured({}, { runAsUser: 1000 }),
      secured({ runAsUser: 1000 }, { runAsUser: 0 }),
      secured({}, { runAsNonRoot: true }),
      dockerContainer({ user: "1000:1000" }),
    ],
    [
      ["container web may run as root", pod({})],
      ["container web may run as root", secured({ runAsUser: 0 }, { runAsUser: 1000 })],
      ["it may run as root", dockerContainer({})],
      ["it may run as root", dockerContainer({ user: "0:1000" })],
    ],
  ),
  "writable-root": each(
    [secured({ readOnlyRootFilesystem: true }), dockerContainer({ readOnly: true })],
    [
      ["container web may write on its root", secured({ readOnlyRootFilesystem: false })],
      ["it may write on its root", dockerContainer({})],
    ],
  ),
  "kept-capabilities": each(
    [secured({ capabilities: { drop: ["ALL"] } }), dockerContainer({ capabilities: { drops: ["CAP_ALL"] } })],
    [
      ["keeps capabilities that it does not name", secured({ capabilities: { drop: ["NET_RAW"] } })],
      ["keeps capabilities that it does not name", dockerContainer({})],
    ],
  ),
  privilege: each(
    [secured({ capabilities: { add: ["NET_BIND_SERVICE"] } })],
    [
      ["container web adds CHOWN, SETUID", secured({ capabilities: { add: ["CHOWN", "SETUID"] } })],
      ["it adds CHOWN", dockerContainer({ capabilities: { adds: ["CAP_CHOWN"] } })],
    ],
  ),
  chroot: each(
    [secured({ capabilities: { add: ["CHOWN"] } })],
    [["adds SYS_CHROOT", secured({ capabilities: { add: ["SYS_CHROOT"] } })]],
  ),
  "kernel-powers": each(
    [secured({ capabilities: { add: ["CHOWN", "SYS_CHROOT", "NET_BIND_SERVICE"] } })],
    [
      ["adds NET_ADMIN", secured({ capabilities: { add: ["NET_ADMIN", "CHOWN"] } })],
      ["adds SYS_ADMIN", dockerContainer({ capabilities: { adds: ["SYS_ADMIN"] } })],
    ],
  ),
  seccomp: each(
    [
      secured({}, { seccompProfile: { type: "RuntimeDefault" } }),
      secured({ seccompProfile: { type: "Localhost" } }),
      dockerContainer({}),
    ],
    [
      ["runs without a seccomp profile", pod({})],
      ["runs without a seccomp profile", secured({ seccompProfile: { type: "Unconfined" } })],
      ["runs without a seccomp profile", dockerContainer({ securityOpts: ["seccomp=unconfined"] })],
    ],
  ),
  "app-armor": each(
    [pod({}), dockerContainer({})],
    [
      ["runs without AppArmor", secured({}, { appArmorProfile: { type: "Unconfined" } })],
      ["runs without AppArmor", dockerContainer({ securityOpts: ["apparmor=unconfined"] })],
    ],
  ),
};
