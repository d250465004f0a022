import type { ResourceRule } from "../../rule.ts";
import { scopes } from "../../scope.ts";
import { isSocket } from "../../views/host-path.ts";
import { ofContainers, ofPod } from "../../views/pod.ts";

/** Those that change nothing for anybody else on the machine, as Kubernetes itself sees it. */
const SAFE_SYSCTLS = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_syncookies",
];

const VOLUMES = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "hostPath",
  "nfs",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/** Below it are the accounts that a machine has by itself. */
const FIRST_PERSON = 1000;

const scope = scopes.pods;

/** What keeps a pod apart from the machine that it runs on. */
export const node: ResourceRule[] = [
  {
    id: "low-user",
    title: "What writes to a folder of a machine is none of the machine's own accounts.",
    sources: ["TR KSV-0020", "TR KSV-0021"],
    reason: "a low number is an account of the machine too, whose files it may then change",
    fix: `say a user from ${FIRST_PERSON} on, or excuse it by an annotation homelab/waive.low-user`,
    severity: "medium",
    scope,
    check: ofPod(({ volumes = [], securityContext: { runAsUser, runAsGroup } = {} }) => {
      const low = [runAsUser, runAsGroup].find((id) => id !== undefined && id < FIRST_PERSON);
      const shares = volumes.some(({ hostPath, nfs }) => hostPath || (nfs && !nfs.readOnly));
      return shares && low !== undefined && `writes to a machine's folder as ${low}`;
    }),
  },
  {
    id: "host-network",
    title: "No pod is on the network of its machine.",
    sources: ["KL host-network", "TR KSV-0009"],
    reason: "no network policy holds it there, and it sees what the machine says to itself",
    fix: "remove hostNetwork, and show its ports by a Service",
    severity: "high",
    scope,
    check: ofPod(({ hostNetwork }) => hostNetwork === true && "is on the network of its machine"),
  },
  {
    id: "host-processes",
    title: "No pod sees the processes of its machine.",
    sources: ["KL host-pid", "KL host-ipc", "TR KSV-0010", "TR KSV-0008"],
    reason: "it may read their secrets, and end them",
    fix: "remove hostPID and hostIPC",
    severity: "high",
    scope,
    check: ofPod(({ hostPID, hostIPC }) => [
      hostPID === true && "sees the processes of its machine",
      hostIPC === true && "shares the memory of its machine's processes",
    ]),
  },
  {
    id: "host-port",
    title: "No container takes a port of its machine.",
    sources: ["TR KSV-0024"],
    reason: "it is open to the whole network past every policy, and no second copy fits on the machine",
    fix: "remove hostPort, and show the port by a Service",
    severity: "high",
    scope,
    check: ofContainers(({ ports = [] }) =>
      ports.map(
        ({ hostPort }) => hostPort !== undefined && hostPort > 0 && `takes port ${hostPort} of its machine`,
      ),
    ),
  },
  {
    id: "host-path",
    title: "No pod has a folder of its machine.",
    sources: ["KL sensitive-host-mounts", "TR KSV-0023"],
    reason: "whatever is written there outlives it, and reaches the machine and its other pods",
    fix: "use a claim or a share, or excuse it by an annotation homelab/waive.host-path",
    severity: "high",
    scope,
    check: ofPod(({ volumes = [] }) =>
      volumes.map(
        ({ hostPath }) => hostPath && !isSocket(hostPath.path) && `has ${hostPath.path} of its machine`,
      ),
    ),
  },
  {
    id: "kernel-settings",
    title: "No pod changes how the kernel of its machine works, nor sees all of /proc.",
    sources: ["KL unsafe-proc-mount", "KL unsafe-sysctls", "TR KSV-0027", "TR KSV-0026"],
    reason: "a setting of the kernel is a setting for everybody on the machine",
    fix: `remove it, or set it where the machine is declared; pods may set ${SAFE_SYSCTLS.join(", ")}`,
    severity: "high",
    scope,
    check: (resource) => [
      ofPod(({ securityContext: { sysctls = [] } = {} }) =>
        sysctls.map(({ name }) => !SAFE_SYSCTLS.includes(name) && `sets ${name}`),
      )(resource),
      ofContainers(({ securityContext }) => securityContext?.procMount === "Unmasked" && "sees all of /proc")(
        resource,
      ),
    ],
  },
  {
    id: "volume-types",
    title: "Pods use only the kinds of volume that the lab knows.",
    sources: ["TR KSV-0028"],
    reason: "the others reach past the cluster by a plugin or a password of their own",
    fix: `use one of ${VOLUMES.join(", ")}`,
    severity: "low",
    scope,
    check: ofPod(({ volumes = [] }) =>
      volumes.map((volume) => {
        const kind = Object.keys(volume).find((key) => key !== "name") ?? "nothing";
        return !VOLUMES.includes(kind) && `has volume ${volume.name} of the kind ${kind}`;
      }),
    ),
  },
  {
    id: "service-account-token",
    title: "A pod gets a token of the cluster only with an account of its own.",
    sources: ["KL default-service-account", "TR KSV-0036"],
    reason: "the default account is everybody's: what one pod needs, all of its namespace would have",
    fix: "set automountServiceAccountToken: false, or say which ServiceAccount it is",
    severity: "medium",
    scope,
    check: ofPod(
      ({ automountServiceAccountToken: mounts, serviceAccountName: account = "default" }) =>
        mounts !== false &&
        (mounts === undefined || account === "default") &&
        "gets the token of its namespace's default account",
    ),
  },
];
