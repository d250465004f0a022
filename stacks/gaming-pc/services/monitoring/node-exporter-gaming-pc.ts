import { claim, defineService, image } from "../../../../components/service/index.ts";

/** What the kernel tells every container of the machine under it; of Windows nothing, which is not part of WSL2. */
const COLLECTORS = ["cpu", "diskstats", "filesystem", "loadavg", "meminfo", "pressure", "stat", "vmstat"];

/** Processors and memory of WSL2, and how full the disk is that every volume lies on. */
export const nodeExporterGamingPc = defineService({
  name: "node-exporter-gaming-pc",
  about: "Processors, memory and disk of the gaming PC",
  lifecycle: "production",
  image: image(
    "quay.io/prometheus/node-exporter",
    "v1.12.1",
    "sha256:1b4e4438faca4dd7e001dd445d161a4a2091b0fededa84093b3a8dfeae1f1be0",
  ),
  arch: ["amd64", "arm64"],
  place: { docker: "gaming-pc" },
  user: 65534,
  args: ["--collector.disable-defaults", ...COLLECTORS.map((each) => `--collector.${each}`)],
  ports: { metrics: 9100 },
  health: { ready: "/" },
  resources: { cpu: "10m..200m", memory: "32Mi..64Mi" },
  // A volume lies on the disk of all others: by this one it is seen from inside.
  volumes: { "/disk": claim("1Mi", { backup: "never" }) },
  metrics: { port: "metrics", names: ["node_*"] },
});
