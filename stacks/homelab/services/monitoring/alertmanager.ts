import { alertmanager as told } from "../../../../components/monitoring/index.ts";
import { claim, defineService, image } from "../../../../components/service/index.ts";

/** Says to people what Prometheus found: once, to whom it concerns, and not again while somebody works on it. */
export const alertmanager = defineService({
  name: "alertmanager",
  about: "Alerts to Discord, Slack and e-mail",
  lifecycle: "production",
  image: image(
    "quay.io/prometheus/alertmanager",
    "v0.34.1",
    "sha256:e9733bafb1bdef9b00e25a21f8f99dc26a22224bf16641ad754d1649f4c3357a",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "homelab" },
  workload: { kind: "stateful" },
  user: 65534,
  args: [
    "--config.file=/etc/alertmanager/alertmanager.yml",
    "--storage.path=/data",
    "--cluster.listen-address=", // it is alone, and asks nobody else whether an alert was sent
  ],
  ...told(
    {
      discord: "alerts-discord",
      slack: "alerts-slack",
      mail: { relay: "mail-relay", user: "mail-user", password: "mail-password" },
    },
    ["media"],
  ),
  ports: { http: 9093 },
  health: { ready: "/-/ready", live: "/-/healthy" },
  resources: { cpu: "10m..100m", memory: "64Mi..128Mi" },
  // Who was told what, and what is hushed; lost, everybody is told again.
  volumes: { "/data": claim("1Gi", { class: "local-path", backup: "never" }) },
  reach: { internet: "Discord, Slack and the mail server" },
  metrics: { port: "http" },
  expose: { lan: { guard: "admin" }, tailnet: true },
});
