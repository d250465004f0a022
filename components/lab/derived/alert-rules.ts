import { stringify } from "yaml";
import { backupAlerts, backupServerOn } from "../../backup/index.ts";
import type { Alert } from "../../service/index.ts";
import { bytes } from "../../units/index.ts";
import { isLive, type Lab, type Service } from "../lab.ts";

/** Every rule of the lab: what follows for each service, what each says itself, and what is true of the houses. */
export function alertRules(lab: Lab): string {
  const services = lab.services.filter(isLive);
  const groups = [
    group("lab", {}, OF_HOUSES),
    ...clustersIn(services).map((cluster) => group(`cluster ${cluster}`, { cluster }, [silent(cluster)])),
    ...onlyOnce(services).map((each) =>
      group(each.name, labelsOf(each), [...alertsOf(each), ...ofBackups(each, lab), ...each.alerts]),
    ),
  ];
  return stringify({ groups: groups.filter(({ rules }) => rules.length > 0) }, { lineWidth: 0 });
}

/** By these it is decided whom an alert is for, and which others it makes needless. */
function labelsOf({ name, group, place }: Service): Record<string, string> {
  return { service: name, group, ...("cluster" in place && { cluster: place.cluster }) };
}

function group(name: string, labels: Record<string, string>, alerts: Alert[]) {
  const rules = alerts.map(({ name: alert, expr, for: period, severity, summary, action }) => ({
    alert,
    expr,
    for: period,
    labels: { severity, ...labels },
    annotations: { summary, action },
  }));
  return { name, rules };
}

/** Two services of one program, in two clusters, say the same of both: it is asked once. */
function onlyOnce(services: Service[]): Service[] {
  const said = new Set<string>();
  return services.map((service) => ({
    ...service,
    alerts: service.alerts.filter(({ name, expr }) => {
      const key = `${name} ${expr}`;
      return !said.has(key) && said.add(key);
    }),
  }));
}

/** Where nobody takes backups, none is missing. */
function ofBackups(service: Service, lab: Lab): Alert[] {
  const { place } = service;
  return "cluster" in place && backupServerOn(place.cluster, lab) ? backupAlerts(service) : [];
}

/** What follows for a service from the rest of its declaration. */
export function alertsOf(service: Service): Alert[] {
  if (!("cluster" in service.place)) return [];
  const pods = `cluster="${service.place.cluster}", namespace="${service.namespace}"`;
  const { kind } = service.workload;
  if (service.chart) return [ofChart(service, pods), restarts(service, pods)];
  if (kind === "job" || kind === "cron") return [failed(service, pods)];
  const own = `${pods}, container="${service.name}"`;
  return [down(service, pods, kind), restarts(service, own), ...nearItsLimit(service, own)];
}

const COPIES = {
  deployment: (pods: string, name: string) =>
    `kube_deployment_status_replicas_available{${pods}, deployment="${name}"} < 1`,
  stateful: (pods: string, name: string) =>
    `kube_statefulset_status_replicas_ready{${pods}, statefulset="${name}"} < 1`,
  daemon: (pods: string, name: string) =>
    `kube_daemonset_status_number_unavailable{${pods}, daemonset="${name}"} > 0`,
};

function down(service: Service, pods: string, kind: keyof typeof COPIES): Alert {
  const { name, lifecycle, namespace } = service;
  return {
    name: "ServiceIsDown",
    expr: COPIES[kind](pods, name),
    for: "5m",
    // What is tried out may wait until somebody is awake.
    severity: lifecycle === "production" ? "critical" : "warning",
    summary: `${name} does not answer: ${service.about}`,
    action: `kubectl -n ${namespace} describe pods -l app.kubernetes.io/name=${name}; then their logs`,
  };
}

/** What a chart makes is known by its namespace alone. */
function ofChart({ name, namespace, about }: Service, pods: string): Alert {
  return {
    name: "ChartIsIncomplete",
    expr: `max(kube_deployment_status_replicas_unavailable{${pods}} or kube_daemonset_status_number_unavailable{${pods}}) > 0`,
    for: "15m",
    severity: "warning",
    summary: `Something of ${name} does not run: ${about}`,
    action: `kubectl -n ${namespace} get pods; then describe those that are not ready`,
  };
}

function restarts({ name, namespace }: Service, selector: string): Alert {
  return {
    name: "ServiceRestarts",
    expr: `max(increase(kube_pod_container_status_restarts_total{${selector}}[1h])) > 3`,
    for: "5m",
    severity: "warning",
    summary: `${name} was started again {{ $value | humanize }} times in an hour`,
    action: `kubectl -n ${namespace} get pods, and the log of the one before: kubectl logs --previous`,
  };
}

function nearItsLimit({ name, namespace, resources }: Service, selector: string): Alert[] {
  if (!resources) return [];
  const { limit } = resources.memory;
  return [
    {
      name: "ServiceNeedsMemory",
      expr: `max(container_memory_working_set_bytes{${selector}}) > ${Math.floor(bytes(limit) * 0.9)}`,
      for: "15m",
      severity: "warning",
      summary: `${name} holds {{ $value | humanize1024 }}B, and is killed at ${limit}`,
      action: `See whether it grows: kubectl -n ${namespace} top pods. If it has to, raise its limit`,
    },
  ];
}

function failed({ name, namespace, about }: Service, pods: string): Alert {
  return {
    name: "JobFailed",
    expr: `max(kube_job_status_failed{${pods}, job_name=~"${name}-.*"} unless kube_job_status_succeeded{${pods}} > 0) > 0`,
    for: "15m",
    severity: "warning",
    summary: `${name} failed: ${about}`,
    action: `kubectl -n ${namespace} get jobs, and the log of the last one`,
  };
}

function clustersIn(services: Service[]): string[] {
  return [...new Set(services.flatMap(({ place }) => ("cluster" in place ? [place.cluster] : [])))].sort();
}

/** It hushes whatever else would be said of that cluster. */
function silent(cluster: string): Alert {
  return {
    name: "ClusterIsSilent",
    expr: `absent(kube_node_info{cluster="${cluster}"})`,
    for: "10m",
    severity: "critical",
    summary: `Nobody hears anything of ${cluster}`,
    action: `See whether its servers are up and in the tailnet, then its Prometheus: kubectl --context ${cluster} -n monitoring get pods`,
  };
}

const OF_NODES: Alert[] = [
  {
    name: "NodeIsNotReady",
    expr: 'kube_node_status_condition{condition="Ready", status="true"} == 0',
    for: "10m",
    severity: "warning",
    summary: "{{ $labels.node }} of {{ $labels.cluster }} is not ready",
    action:
      "See whether it is on; what it may not run is where else: npx lab drill --node {{ $labels.node }}",
  },
  {
    name: "NodeNeedsMemory",
    expr: "node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.05",
    for: "15m",
    severity: "warning",
    summary: "{{ $labels.node }} has {{ $value | humanizePercentage }} of its memory left",
    action: "npx lab capacity shows who asked for it; top shows who has it",
  },
];

/** A desktop that sleeps is no alarm, nor is what waits to be asked for: only what fails beside others that answer. */
const OF_MACHINES: Alert[] = [
  {
    name: "ProgramIsDown",
    expr: 'up{job="machines", start="always"} == 0 and on (node) max by (node) (up{job="machines"}) == 1',
    for: "15m",
    severity: "warning",
    summary: "{{ $labels.service }} on {{ $labels.node }} does not answer, and its machine does",
    action:
      "See its container on {{ $labels.node }}: docker ps --all, then docker logs {{ $labels.service }}",
  },
];

const OF_DISKS: Alert[] = [
  {
    name: "NodeDiskFills",
    expr: 'node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs|ramfs"} / node_filesystem_size_bytes < 0.1',
    for: "30m",
    severity: "warning",
    summary: "{{ $labels.mountpoint }} of {{ $labels.node }} has {{ $value | humanizePercentage }} left",
    action: "Look for old images and logs first: crictl rmi --prune, journalctl --vacuum-size=1G",
  },
  {
    name: "VolumeFills",
    expr: "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.1",
    for: "30m",
    severity: "warning",
    summary:
      "{{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} has {{ $value | humanizePercentage }} left",
    action: "Raise the size of the claim in its service, or make room in it",
  },
  {
    name: "VolumeIsFullInFourDays",
    expr: "predict_linear(kubelet_volume_stats_available_bytes[6h], 4 * 86400) < 0 and kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.3",
    for: "1h",
    severity: "warning",
    summary:
      "{{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} is full in four days, as it grows now",
    action: "Raise the size of the claim in its service, or make room in it",
  },
  {
    name: "PublicNameFails",
    expr: "probe_success == 0",
    for: "10m",
    severity: "warning",
    summary: "The world does not reach {{ $labels.service }} at {{ $labels.instance }}",
    action:
      "If the service is up, it is the way to it: the tunnel of its cluster, its DNS name, or Cloudflare",
  },
  {
    name: "CertificateEnds",
    expr: "probe_ssl_earliest_cert_expiry - time() < 14 * 86400",
    for: "1h",
    severity: "warning",
    summary: "The certificate of {{ $labels.instance }} ends in less than two weeks",
    action: "Cloudflare renews it by itself: see the zone's page of edge certificates",
  },
];

/** What is true of every house, whatever runs there. */
export const OF_HOUSES = [...OF_NODES, ...OF_MACHINES, ...OF_DISKS];
