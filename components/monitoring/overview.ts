import { board } from "./board.ts";

const OF = 'cluster="$cluster", namespace="$namespace", container="$container"';
const IN = 'cluster="$cluster", namespace="$namespace"';
const rate = (metric: string, of: string) => `sum by (pod) (rate(${metric}{${of}}[$__rate_interval]))`;

/** Any service, by the name of its container: what it uses, and what became of it. */
export const overview = board({
  uid: "homelab-services",
  title: "Services",
  choices: {
    cluster: "kube_pod_container_info",
    namespace: 'kube_pod_container_info{cluster="$cluster"}',
    container: `kube_pod_container_info{${IN}}`,
  },
  panels: [
    {
      title: "Ready",
      unit: "short",
      lines: { "{{pod}}": `sum by (pod) (kube_pod_container_status_ready{${OF}})` },
    },
    {
      title: "Started again",
      unit: "short",
      lines: { "{{pod}}": `sum by (pod) (increase(kube_pod_container_status_restarts_total{${OF}}[1h]))` },
    },
    {
      title: "Memory",
      unit: "bytes",
      lines: {
        "{{pod}}": `sum by (pod) (container_memory_working_set_bytes{${OF}})`,
        limit: `max(kube_pod_container_resource_limits{${OF}, resource="memory"})`,
      },
    },
    {
      title: "Processors",
      unit: "short",
      lines: {
        "{{pod}}": rate("container_cpu_usage_seconds_total", OF),
        limit: `max(kube_pod_container_resource_limits{${OF}, resource="cpu"})`,
      },
    },
    {
      title: "Network, of the whole namespace",
      unit: "Bps",
      lines: {
        "{{pod}} in": rate("container_network_receive_bytes_total", IN),
        "{{pod}} out": rate("container_network_transmit_bytes_total", IN),
      },
    },
    {
      title: "Disks of the namespace, used",
      unit: "percentunit",
      lines: {
        "{{persistentvolumeclaim}}": `1 - kubelet_volume_stats_available_bytes{${IN}} / kubelet_volume_stats_capacity_bytes{${IN}}`,
      },
    },
  ],
});
