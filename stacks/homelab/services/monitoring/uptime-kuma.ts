import { claim, defineService, generated, image } from "../../../../components/service/index.ts";

/** A page that shows guests what works. What it looks at it is told by uptime-kuma-monitors: it reads no file. */
export const uptimeKuma = defineService({
  name: "uptime-kuma",
  about: "A page that shows the family what works",
  lifecycle: "experimental",
  image: image(
    "docker.io/louislam/uptime-kuma",
    "2.5.0",
    "sha256:a8610b3b4c38077922ba51b036691e06887d7cefd91fe620fd3d6d23d03dc240",
  ),
  place: { cluster: "core", node: "pesubuntu" },
  ports: { http: 3001 },
  env: { UPTIME_KUMA_DB_TYPE: "sqlite" }, // or it would ask before it starts
  health: { command: ["extra/healthcheck"], startsWithin: 180 },
  resources: { cpu: "50m..500m", memory: "512Mi..1Gi" },
  volumes: { "/app/data": claim("4Gi") },
  secrets: {
    password: generated(32, { lasts: "it is read once, when the account is made: change it there" }),
  },
  reach: { internet: "public addresses, seen as the world sees them", tailnet: true },
  expose: { lan: { host: "uptime" }, tailnet: { host: "uptime" } },
  waive: {
    "root-user": { because: "the image starts as root, and owns its data as root", until: "2027-06-30" },
    "writable-root": {
      because: "no public file that we trust shows the image with a root that it cannot write",
      until: "2027-06-30",
    },
  },
});
