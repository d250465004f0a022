import { claim, defineService, image, scratch } from "../../../../components/service/index.ts";

/**
 * Cameras, and what moves before them. It writes its settings itself, from its own pages: which cameras there are is known
 * by whoever hangs them up. Detection runs on processors, so that the card is left to those who cannot do without.
 */
export const frigate = defineService({
  name: "frigate",
  about: "Cameras of the house, and what they have seen",
  lifecycle: "production",
  image: image(
    "ghcr.io/blakeblackshear/frigate",
    "0.17.2",
    "sha256:d4351369984d4a9e2a49ac59736f6490856a7ea11f7790040746d21496967010",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "ocean" },
  // The port that asks for no login: the ingress asks, and Home Assistant knows no other.
  ports: { http: 5000, rtsp: 8554 },
  health: { ready: "/api/version", startsWithin: 180 },
  resources: { cpu: "1..6", memory: "2Gi..8Gi" },
  volumes: {
    "/config": claim("5Gi", { class: "local-path" }),
    "/media/frigate": claim("200Gi", { class: "local-path", backup: "never" }),
    "/dev/shm": scratch("512Mi", { memory: true }),
    "/tmp/cache": scratch("2Gi", { memory: true }),
  },
  reach: { internet: "its models", site: true }, // cameras
  expose: { port: "http", lan: { guard: "admin" } },
  waive: {
    "root-user": { because: "its supervisor and its web server start as root", until: "2027-06-30" },
    "writable-root": { because: "its supervisor keeps its state beside the program", until: "2027-06-30" },
    privilege: { because: "its web server becomes another user than its supervisor", until: "2027-06-30" },
  },
});
