import { join } from "node:path";
import type { Part } from "../parts/index.ts";
import type { Programs } from "../programs/index.ts";
import type { Authority } from "./authority.ts";
import { hostsOf } from "./cluster-parts.ts";

export const etcdPorts = ["client", "peer", "metrics"] as const;

type EtcdPorts = Record<(typeof etcdPorts)[number], number>;

/** One etcd for all clusters, each under a prefix of its own: a second one would only take memory. */
export async function planEtcd(
  ports: EtcdPorts,
  { folder, programs, authority }: { folder: string; programs: Programs; authority: Authority },
): Promise<Part & { url: string }> {
  const serving = await authority.issue("etcd", { name: "etcd", hosts: hostsOf() });
  const url = `https://127.0.0.1:${ports.client}`;
  const [peer, metrics] = [`https://127.0.0.1:${ports.peer}`, `http://127.0.0.1:${ports.metrics}`];
  return {
    name: "etcd",
    port: ports.client,
    morePorts: [ports.peer, ports.metrics],
    needs: [],
    ready: { url: `${metrics}/readyz` },
    url,
    command: programs.etcd,
    args: [
      "--name=sandbox",
      `--data-dir=${join(folder, "etcd")}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=sandbox=${peer}`,
      `--listen-metrics-urls=${metrics}`,
      `--cert-file=${serving.cert}`,
      `--key-file=${serving.key}`,
      `--trusted-ca-file=${authority.ca}`,
      "--client-cert-auth",
      `--peer-cert-file=${serving.cert}`,
      `--peer-key-file=${serving.key}`,
      `--peer-trusted-ca-file=${authority.ca}`,
      "--peer-client-cert-auth",
      // Killed, it has lost nothing: the kernel still holds what was written. Only a power cut would.
      "--unsafe-no-fsync",
      "--auto-compaction-mode=periodic",
      "--auto-compaction-retention=10m",
      "--log-level=warn",
    ],
  };
}
