import { stringify } from "yaml";
import { defineService, image } from "../../../../components/service/index.ts";

/** A page to log in, and a refusal, are answers: the tunnel leads to somebody. Where that page is, is not its business. */
const modules = {
  answers: {
    prober: "http",
    timeout: "10s",
    http: {
      valid_status_codes: [200, 204, 301, 302, 303, 307, 308, 401, 403, 404],
      follow_redirects: false,
      fail_if_not_ssl: true,
      preferred_ip_protocol: "ip4",
    },
  },
};

/** Looks at what the world is shown, from outside: whether it answers, and until when its certificate holds. */
export const blackboxExporter = defineService({
  name: "blackbox-exporter",
  about: "Looks at public names as the world does, for Prometheus",
  lifecycle: "production",
  image: image(
    "quay.io/prometheus/blackbox-exporter",
    "v0.28.0",
    "sha256:e753ff9f3fc458d02cca5eddab5a77e1c175eee484a8925ac7d524f04366c2fc",
  ),
  place: { cluster: "platform" },
  user: 65534,
  args: ["--config.file=/etc/blackbox/config.yml"],
  files: { "/etc/blackbox/config.yml": stringify({ modules }) },
  ports: { http: 9115 },
  health: { ready: "/-/healthy" },
  resources: { cpu: "10m..100m", memory: "64Mi..256Mi" },
  reach: { internet: "public addresses, seen as the world sees them" },
  metrics: { port: "http", names: ["probe_*"] },
});
