import { logsOf } from "../../../../components/monitoring/index.ts";
import { claim, defineService, image } from "../../../../components/service/index.ts";

/** Reads what the pods of the platform write, and hands it to Loki. */
export const alloy = defineService({
  name: "alloy",
  about: "Collects the logs of the platform",
  lifecycle: "production",
  image: image(
    "docker.io/grafana/alloy",
    "v1.18.1",
    "sha256:0f4434c92b3e6cdac38bb129b344e1790c246f7b6e2eaffcc16a5fa363240e33",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform" },
  user: 473,
  args: [
    "run",
    "/etc/alloy/config.alloy",
    "--storage.path=/data",
    "--server.http.listen-addr=0.0.0.0:12345",
    "--disable-reporting",
  ],
  files: { "/etc/alloy/config.alloy": logsOf("platform", "loki") },
  ports: { http: 12345 },
  health: { ready: "/-/ready" },
  resources: { cpu: "50m..500m", memory: "128Mi..512Mi" },
  // How far it has read: without it, every start reads all logs again.
  volumes: { "/data": claim("1Gi", { class: "local-path", backup: "never" }) },
  permissions: [{ resources: ["pods", "pods/log", "events"], verbs: ["get", "list", "watch"] }],
  reach: { cluster: true },
  metrics: { port: "http" },
});
