import type { ServiceSpec } from "../service/index.ts";

type Chart = NonNullable<ServiceSpec["chart"]>;

/** By these Prometheus finds the pods of a chart, as it does those of every service. */
const scraped = (port: number) => ({ "prometheus.io/scrape": "true", "prometheus.io/port": String(port) });

/** On every node, in its network: what a node tells is open to those alone who measure it. */
export function nodeExporterOf(service: string): Chart {
  return {
    repository: "https://prometheus-community.github.io/helm-charts",
    name: "prometheus-node-exporter",
    version: "4.56.1",
    values: {
      fullnameOverride: service,
      nameOverride: service,
      podAnnotations: scraped(9100),
      service: { port: 9100, annotations: {} },
    },
    pods: {
      "node-exporter": {
        resources: { cpu: "10m..200m", memory: "32Mi..64Mi" },
        resourcesAt: "resources",
        everyNode: true,
      },
    },
  };
}

/** Beside each card, but on none of its slices: it asks the driver, and computes nothing. */
export function dcgmExporterOf(
  service: string,
  { nodes, count }: { nodes: Record<string, string>; count: number },
): Chart {
  return {
    repository: "https://nvidia.github.io/dcgm-exporter/helm-charts",
    name: "dcgm-exporter",
    version: "4.8.2",
    values: {
      fullnameOverride: service,
      nameOverride: service,
      runtimeClassName: "nvidia",
      nodeSelector: nodes,
      podAnnotations: scraped(9400),
      serviceMonitor: { enabled: false },
    },
    pods: {
      "dcgm-exporter": {
        resources: { cpu: "50m..200m", memory: "128Mi..512Mi" },
        resourcesAt: "resources",
        replicas: count,
      },
    },
  };
}
