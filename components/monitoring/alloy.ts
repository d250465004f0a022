import { text, urlOf } from "../service/index.ts";

/**
 * What Alloy does with the logs of a cluster, in its own language, for which there is no library. It reads them from the
 * Kubernetes API, as `kubectl logs` does: by files it would have to be part of every node.
 */
export function logsOf(cluster: string, loki: string) {
  return text`logging {
  level = "warn"
}

discovery.kubernetes "pods" {
  role = "pod"
}

discovery.relabel "pods" {
  targets = discovery.kubernetes.pods.targets
${LABELS}
}

loki.source.kubernetes "pods" {
  targets    = discovery.relabel.pods.output
  forward_to = [loki.write.lab.receiver]
}

loki.source.kubernetes_events "events" {
  forward_to = [loki.write.lab.receiver]
}

loki.write "lab" {
  external_labels = { cluster = "${cluster}" }

  endpoint {
    url = "${urlOf(loki)}/loki/api/v1/push"
  }
}
`;
}

/** Few, and each of few values: by every other word one searches in the lines themselves. */
const LABELS = Object.entries({
  namespace: "namespace",
  service: "pod_label_app_kubernetes_io_name",
  pod: "pod_name",
  container: "pod_container_name",
})
  .map(
    ([label, from]) => `
  rule {
    source_labels = ["__meta_kubernetes_${from}"]
    target_label  = "${label}"
  }`,
  )
  .join("\n");

/** The same for a Docker host: by its engine, which alone can read what containers wrote. */
export function logsOfContainers(host: string, loki: string) {
  return text`logging {
  level = "warn"
}

discovery.docker "containers" {
  host = "${ENGINE}"
}

discovery.relabel "containers" {
  targets = discovery.docker.containers.targets

  rule {
    source_labels = ["__meta_docker_container_name"]
    regex         = "/(.*)"
    target_label  = "service"
  }
}

loki.source.docker "containers" {
  host       = "${ENGINE}"
  targets    = discovery.relabel.containers.output
  forward_to = [loki.write.lab.receiver]
}

loki.write "lab" {
  external_labels = { node = "${host}" }

  endpoint {
    url = "${urlOf(loki)}/loki/api/v1/push"
  }
}
`;
}

const ENGINE = "unix:///var/run/docker.sock";
