import { stringify } from "yaml";
import { derived, hostOf, portOf, type ServiceSpec, text, urlOf, written } from "../service/index.ts";

type Files = NonNullable<ServiceSpec["files"]>;

const FOLDER = "/etc/prometheus";
const MAIN = `${FOLDER}/prometheus.yml`;
const RULES = `${FOLDER}/alert-rules.yml`;
const PUBLIC = `${FOLDER}/public-urls.json`;
const MACHINES = `${FOLDER}/machines.json`;

interface Server {
  cluster: string;
  /** The services that take its alerts, and look at what the world is shown. */
  alertmanager: string;
  prober: string;
}

/** Keeps what it and others see, and says what of it is wrong. */
export function prometheusServer({ cluster, alertmanager, prober }: Server): Files {
  return {
    [MAIN]: written((hold) =>
      yaml({
        global: GLOBAL,
        rule_files: [RULES],
        alerting: { alertmanagers: [{ static_configs: [{ targets: [hold(addressOf(alertmanager))] }] }] },
        scrape_configs: [...ofCluster(cluster), OF_MACHINES, ofPublicNames(hold(addressOf(prober)))],
      }),
    ),
    [RULES]: derived("alert-rules"),
    [PUBLIC]: derived("public-urls"),
    [MACHINES]: derived("machine-metrics"),
  };
}

/** Keeps nothing: sends what it sees of its cluster to another, and holds it back while that one is away. */
export function prometheusAgent({ cluster, sendsTo }: { cluster: string; sendsTo: string }): Files {
  return {
    [MAIN]: written((hold) =>
      yaml({
        global: GLOBAL,
        scrape_configs: ofCluster(cluster),
        remote_write: [{ url: hold(text`${urlOf(sendsTo)}/api/v1/write`) }],
      }),
    ),
  };
}

const GLOBAL = { scrape_interval: "30s", evaluation_interval: "30s" };

const ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Who it is to a kubelet, and by whom kubelets are known to it. */
const AS_ITSELF = {
  scheme: "https",
  authorization: { credentials_file: `${ACCOUNT}/token` },
  tls_config: { ca_file: `${ACCOUNT}/ca.crt` },
};

const KUBE_STATE_METRICS = "kube-state-metrics.*";
const SERVICE = "__meta_kubernetes_pod_label_app_kubernetes_io_name";

function ofCluster(cluster: string) {
  const inCluster = { target_label: "cluster", replacement: cluster };
  return [
    ofPods("services", [inCluster, { source_labels: [SERVICE], action: "drop", regex: KUBE_STATE_METRICS }]),
    {
      ...ofPods("state", [
        inCluster,
        { source_labels: [SERVICE], action: "keep", regex: KUBE_STATE_METRICS },
      ]),
      // What it tells is of other pods: the namespace in its words is theirs, and not its own.
      honor_labels: true,
    },
    ofKubelets("volumes", "/metrics", OF_VOLUMES, inCluster),
    ofKubelets("containers", "/metrics/cadvisor", OF_CONTAINERS, inCluster),
  ];
}

/** A service that declares `metrics` is found by the annotations of its pods. */
function ofPods(name: string, further: object[]) {
  const annotation = (key: string) => `__meta_kubernetes_pod_annotation_prometheus_io_${key}`;
  return {
    job_name: name,
    kubernetes_sd_configs: [{ role: "pod" }],
    relabel_configs: [
      { source_labels: [annotation("scrape")], action: "keep", regex: "true" },
      { source_labels: ["__meta_kubernetes_pod_phase"], action: "drop", regex: "Pending|Succeeded|Failed" },
      { source_labels: [annotation("path")], regex: "(.+)", target_label: "__metrics_path__" },
      {
        source_labels: ["__meta_kubernetes_pod_ip", annotation("port")],
        separator: ":",
        target_label: "__address__",
      },
      { source_labels: [SERVICE], target_label: "service" },
      { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
      { source_labels: ["__meta_kubernetes_pod_name"], target_label: "pod" },
      { source_labels: ["__meta_kubernetes_pod_node_name"], target_label: "node" },
      ...further,
    ],
  };
}

const OF_VOLUMES = ["kubelet_volume_stats_available_bytes", "kubelet_volume_stats_capacity_bytes"];

const OF_CONTAINERS = [
  "container_cpu_usage_seconds_total",
  "container_memory_working_set_bytes",
  "container_network_receive_bytes_total",
  "container_network_transmit_bytes_total",
];

/** What is there without any service that tells it: of kubelets, and of Prometheus' own visits. */
export const COLLECTED = [...OF_VOLUMES, ...OF_CONTAINERS, "up", "scrape_*"];

/** A kubelet tells some thousand numbers: those are kept that an alert or a graph asks for. */
function ofKubelets(name: string, path: string, kept: string[], inCluster: object) {
  return {
    job_name: name,
    kubernetes_sd_configs: [{ role: "node" }],
    ...AS_ITSELF,
    metrics_path: path,
    relabel_configs: [{ source_labels: ["__meta_kubernetes_node_name"], target_label: "node" }, inCluster],
    metric_relabel_configs: [{ source_labels: ["__name__"], action: "keep", regex: kept.join("|") }],
  };
}

/** What runs beside the clusters, on machines that other stacks manage. */
const OF_MACHINES = { job_name: "machines", file_sd_configs: [{ files: [MACHINES] }] };

/** Asks somebody else to look, as the world would. */
function ofPublicNames(prober: string) {
  return {
    job_name: "public",
    metrics_path: "/probe",
    params: { module: ["answers"] },
    file_sd_configs: [{ files: [PUBLIC] }],
    relabel_configs: [
      { source_labels: ["__address__"], target_label: "__param_target" },
      { source_labels: ["__address__"], target_label: "instance" },
      { target_label: "__address__", replacement: prober },
    ],
  };
}

function addressOf(service: string) {
  return text`${hostOf(service)}:${portOf(service)}`;
}

function yaml(data: object): string {
  return stringify(data, { lineWidth: 0, aliasDuplicateObjects: false });
}
