import { defineService, fromConfig, image, secretValue } from "../../../../components/service/index.ts";

/** The network of the rack, as its UniFi controller sees it. Where that is, and who may ask it, stands in the config. */
export const unpoller = defineService({
  name: "unpoller",
  about: "Switches, access points and clients of the UniFi network, as metrics",
  lifecycle: "experimental",
  image: image(
    "ghcr.io/unpoller/unpoller",
    "v4.0.0",
    "sha256:3a8988c8f059d4ade3f7260c8599deebaa30e6be385527811915d828e3b6d372",
  ),
  place: { cluster: "platform" },
  user: 65534,
  env: {
    UP_UNIFI_CONTROLLER_0_URL: secretValue("controller"),
    UP_UNIFI_CONTROLLER_0_USER: secretValue("user"),
    UP_UNIFI_CONTROLLER_0_PASS: secretValue("password"),
    UP_UNIFI_CONTROLLER_0_VERIFY_SSL: "false", // a controller signs its certificate itself
    UP_PROMETHEUS_HTTP_LISTEN: "0.0.0.0:9130",
    UP_INFLUXDB_DISABLE: "true",
  },
  ports: { http: 9130 },
  health: { ready: "/health" },
  resources: { cpu: "10m..100m", memory: "64Mi..128Mi" },
  secrets: {
    controller: fromConfig("unifi-url"),
    user: fromConfig("unifi-user"),
    password: fromConfig("unifi-password"),
  },
  reach: { site: true },
  metrics: { port: "http" },
});
