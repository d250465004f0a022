import { join } from "node:path";
import { writeWhole } from "../../scripts/setup/files.mjs";
import type { Part } from "../parts/index.ts";
import type { Programs } from "../programs/index.ts";
import { auditPolicy } from "./audit.ts";
import type { Authority } from "./authority.ts";
import { type ClientAccess, kubeconfig } from "./kubeconfig.ts";

/** What a control plane needs from the sandbox around it. */
export interface Ground {
  /** Everything of one cluster lives here. */
  folder: string;
  programs: Programs;
  authority: Authority;
  etcd: { url: string; part: string };
  /** Checks and helpers of the API server that would be in the way. */
  withoutAdmission?: string[];
}

/** What listens in a control plane. */
export const clusterPorts = ["apiServer", "controllerManager", "scheduler", "kwok"] as const;

type ClusterPorts = Record<(typeof clusterPorts)[number], number>;

/** A cluster's control plane: its processes, and the way in for its administrator. */
export interface ControlPlane {
  parts: Part[];
  /** The part without which the others have nothing to do. */
  apiServer: string;
  admin: ClientAccess;
  kubeconfig: string;
}

const loopback = "127.0.0.1";

// Many small heaps on one machine: collected more often than Go does by itself, they take less.
const frugal = { GOGC: "50" };

/** The processes of one cluster, with their certificates and files written. */
export async function planControlPlane(
  cluster: string,
  ports: ClusterPorts,
  ground: Ground,
): Promise<ControlPlane> {
  const { folder, programs, authority } = ground;
  const server = `https://${loopback}:${ports.apiServer}`;
  const issue = (name: string, organization?: string) =>
    authority.issue(`${cluster}-${name}`, { name, ...(organization && { organization }) });
  const clientOf = async (name: string, organization?: string): Promise<ClientAccess> => ({
    server,
    ca: authority.ca,
    ...(await issue(name, organization)),
  });
  const write = (user: string, access: ClientAccess) => {
    const file = join(folder, `${user}.kubeconfig`);
    writeWhole(file, kubeconfig(cluster, user, access), 0o600);
    return file;
  };

  const apiServerPart = `${cluster}/api-server`;
  const admin = await clientOf("admin", "system:masters");
  const tls = { ca: authority.ca, cert: admin.cert, key: admin.key };
  const part = (name: string, port: number, path: string): Omit<Part, "command" | "args"> => ({
    name: `${cluster}/${name}`,
    port,
    env: frugal,
    needs: [apiServerPart],
    ready: { url: `https://${loopback}:${port}${path}`, tls },
  });
  const serving = await authority.issue(`${cluster}-serving`, { name: cluster, hosts: hostsOf() });
  const secure = [
    `--bind-address=${loopback}`,
    `--tls-cert-file=${serving.cert}`,
    `--tls-private-key-file=${serving.key}`,
  ];
  const delegated = (user: string) => [
    ...secure,
    `--kubeconfig=${user}`,
    `--authentication-kubeconfig=${user}`,
    `--authorization-kubeconfig=${user}`,
    `--client-ca-file=${authority.ca}`,
    // Nobody stands between them and their callers; they would ask every minute who does, and tell that nobody is known.
    "--authentication-skip-lookup",
    "--leader-elect=false",
    // By themselves they ask twenty times a second, and a big update waits for them.
    "--kube-api-qps=300",
    "--kube-api-burst=600",
  ];
  const manager = write("controller-manager", await clientOf("system:kube-controller-manager"));
  const scheduler = write("scheduler", await clientOf("system:kube-scheduler"));
  const kubelets = write("kubelets", await clientOf("kwok", "system:masters"));

  return {
    apiServer: apiServerPart,
    admin,
    kubeconfig: write("admin", admin),
    parts: [
      {
        ...part("api-server", ports.apiServer, "/readyz"),
        needs: [ground.etcd.part],
        command: programs["kube-apiserver"],
        args: [...secure, ...(await apiServer(cluster, ports.apiServer, ground))],
      },
      {
        ...part("controller-manager", ports.controllerManager, "/healthz"),
        command: programs["kube-controller-manager"],
        args: [
          ...delegated(manager),
          `--secure-port=${ports.controllerManager}`,
          `--root-ca-file=${authority.ca}`,
          `--service-account-private-key-file=${authority.signingKey(`${cluster}-accounts`)}`,
          "--use-service-account-credentials",
          // A claim that met its volume at the wrong moment is looked at again after this, and an update waits for it.
          "--pvclaimbinder-sync-period=1s",
          // Addresses of pods are kwok's affair, and there is no cloud.
          "--controllers=*,-node-ipam-controller,-node-route-controller,-cloud-node-lifecycle-controller",
        ],
      },
      {
        ...part("scheduler", ports.scheduler, "/healthz"),
        command: programs["kube-scheduler"],
        args: [...delegated(scheduler), `--secure-port=${ports.scheduler}`],
      },
      {
        ...part("kwok", ports.kwok, "/healthz"),
        ready: { url: `http://${loopback}:${ports.kwok}/healthz` },
        command: programs.kwok,
        args: [
          `--kubeconfig=${kubelets}`,
          "--manage-all-nodes=true",
          `--server-address=${loopback}:${ports.kwok}`,
          "--node-lease-duration-seconds=40",
        ],
      },
    ],
  };
}

async function apiServer(
  cluster: string,
  port: number,
  { folder, authority, etcd, withoutAdmission }: Ground,
): Promise<string[]> {
  const client = await authority.issue(`${cluster}-etcd-client`, { name: `${cluster}-api-server` });
  const accounts = authority.signingKey(`${cluster}-accounts`);
  const policy = join(folder, "audit-policy.json");
  writeWhole(policy, JSON.stringify(auditPolicy));
  return [
    `--secure-port=${port}`,
    `--etcd-servers=${etcd.url}`,
    `--etcd-prefix=/${cluster}`,
    `--etcd-cafile=${authority.ca}`,
    `--etcd-certfile=${client.cert}`,
    `--etcd-keyfile=${client.key}`,
    `--client-ca-file=${authority.ca}`,
    `--service-account-key-file=${accounts}`,
    `--service-account-signing-key-file=${accounts}`,
    "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
    "--service-cluster-ip-range=10.43.0.0/16",
    "--authorization-mode=Node,RBAC",
    "--enable-admission-plugins=NodeRestriction,PodSecurity,ResourceQuota,LimitRanger",
    ...(withoutAdmission ? [`--disable-admission-plugins=${withoutAdmission.join()}`] : []),
    "--allow-privileged",
    // The loopback, where it listens, may not be an endpoint of the service "kubernetes".
    "--endpoint-reconciler-type=none",
    `--audit-policy-file=${policy}`,
    `--audit-log-path=${join(folder, "audit.log")}`,
    "--audit-log-maxsize=20",
    "--audit-log-maxbackup=1",
    "--profiling=false",
  ];
}

/** Under which a server of the sandbox is reached: from here, and by its name inside of a cluster. */
export function hostsOf() {
  const dns = ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"];
  return { dns, ips: [loopback, "10.43.0.1"] };
}
