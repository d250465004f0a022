import {
  claim,
  defineService,
  derived,
  engine,
  generated,
  secretValue,
  text,
} from "../../../../components/service/index.ts";

/** Starts models when they are asked for, no more than the card holds, and gives the card to a game. */
export const manager = defineService({
  name: "manager",
  about: "Starts and stops the models of the gaming PC, and gives its card to games",
  lifecycle: "production",
  program: "manager",
  arch: ["amd64", "arm64"],
  // The card for what it tells of itself: nothing is loaded here.
  place: { docker: "gaming-pc", gpu: true },
  provides: "models",
  user: 0,
  files: {
    "/etc/manager/models.json": derived("models"),
    "/etc/manager/keys": text`router ${secretValue("router-key")}\ndashboard ${secretValue("dashboard-key")}\nowner ${secretValue("owner-key")}\n`,
  },
  env: {
    HOST: "0.0.0.0",
    PORT: "8090",
    MANAGER_MODELS: "/etc/manager/models.json",
    MANAGER_KEYS_FILE: "/etc/manager/keys",
    MANAGER_DATA_DIR: "/data",
  },
  ports: { http: 8090 },
  health: { ready: "/readyz" },
  resources: { cpu: "50m..500m", memory: "64Mi..128Mi" },
  endsWithin: 30, // longer than it lets answers drain
  // What somebody has said of gaming mode, which must outlive a restart.
  volumes: { "/data": claim("1Mi", { backup: "never" }), "/var/run/docker.sock": engine() },
  secrets: { "router-key": generated(48), "dashboard-key": generated(48), "owner-key": generated(48) },
  metrics: { port: "http", names: ["manager_*", "http_*", "nodejs_*", "process_*"] },
  expose: { lan: true },
  waive: {
    "root-user": {
      because: "the socket of the engine belongs to root and a group of the host",
      until: "2027-11-30",
    },
    "runtime-socket": {
      because: "to start and stop containers is what it is for; it makes and removes none, and has keys",
      until: "2027-11-30",
    },
    "writable-root": {
      because: "Docker puts files only into a root that may be written, and the manager is told by files",
      until: "2027-11-30",
    },
  },
});
