import { logsOfContainers } from "../../../../components/monitoring/index.ts";
import { claim, defineService, engine, image } from "../../../../components/service/index.ts";

/** Reads what the containers of the gaming PC write, and hands it to the one Loki, over the tailnet. */
export const alloyGamingPc = defineService({
  name: "alloy-gaming-pc",
  about: "Collects the logs of the gaming PC",
  lifecycle: "production",
  image: image(
    "docker.io/grafana/alloy",
    "v1.18.1",
    "sha256:0f4434c92b3e6cdac38bb129b344e1790c246f7b6e2eaffcc16a5fa363240e33",
  ),
  arch: ["amd64", "arm64"],
  place: { docker: "gaming-pc" },
  user: 0,
  args: [
    "run",
    "/etc/alloy/config.alloy",
    "--storage.path=/data",
    "--server.http.listen-addr=0.0.0.0:12345",
    "--disable-reporting",
  ],
  files: { "/etc/alloy/config.alloy": logsOfContainers("gaming-pc", "loki") },
  ports: { http: 12345 },
  health: { opens: "http" },
  resources: { cpu: "50m..500m", memory: "128Mi..512Mi" },
  // How far it has read: without it, every start reads all logs again.
  volumes: { "/data": claim("1Gi", { backup: "never" }), "/var/run/docker.sock": engine() },
  metrics: { port: "http" },
  waive: {
    "root-user": {
      because: "the socket of the engine belongs to root and a group of the host",
      until: "2027-11-30",
    },
    "runtime-socket": {
      because: "nobody but the engine knows which lines are whose; it asks for logs and starts nothing",
      until: "2027-11-30",
    },
    "writable-root": {
      because: "Docker puts files only into a root that may be written, and Alloy is told by a file",
      until: "2027-11-30",
    },
  },
});
