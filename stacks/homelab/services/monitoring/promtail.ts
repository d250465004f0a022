import { defineService, image, urlOf } from "../../../../components/service/index.ts";

/** Kept to be read: its makers ended it in March 2026, and Alloy does its work. */
export const promtail = defineService({
  name: "promtail",
  about: "Collected the logs of the platform, before Alloy",
  lifecycle: "archive",
  image: image("docker.io/grafana/promtail", "3.5.1"),
  place: { cluster: "platform" },
  workload: { kind: "daemon" },
  ports: { http: 3101 },
  args: ["-client.url", urlOf("loki")],
  health: { ready: "/ready" },
  resources: { cpu: "50m..200m", memory: "64Mi..128Mi" },
  metrics: { port: "http" },
});
