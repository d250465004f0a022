import { type Cases, dockerContainer, each, one } from "../../testing/index.ts";

const mount = (hostPath: string) => dockerContainer({ volumes: [{ hostPath, containerPath: "/data" }] });
const limited = { memory: 256, cpuShares: 100 };
const job = dockerContainer({ mustRun: false });

export const dockerCases: Cases = {
  "host-mounts": each(
    [
      mount("/srv/media"),
      mount("/var/lib/homelab/web"),
      dockerContainer({ volumes: [{ volumeName: "web" }] }),
    ],
    [
      ["has /etc/passwd of its machine", mount("/etc/passwd")],
      ["has / of its machine", mount("/")],
      ["has /var/lib/ of its machine", mount("/var/lib/")],
    ],
  ),
  "host-namespaces": each(
    [dockerContainer({ networkMode: "none" }), dockerContainer({})],
    [
      ["shares the network of its machine", dockerContainer({ networkMode: "host" })],
      ["shares the processes", dockerContainer({ pidMode: "host" })],
      ["shares the memory", dockerContainer({ ipcMode: "host" })],
    ],
  ),
  "docker-limits": each(
    [dockerContainer(limited), dockerContainer({ memory: 256, cpus: "1" }), job],
    [
      ["has no limit of memory", dockerContainer({ cpuShares: 100 })],
      ["has no share of the processor", dockerContainer({ memory: 256 })],
    ],
  ),
  "process-limit": one(
    dockerContainer({ ulimits: [{ name: "nproc", soft: 4096, hard: 4096 }] }),
    dockerContainer({ ulimits: [{ name: "nofile", soft: 4096, hard: 4096 }] }),
    "may start processes without end",
  ),
  "one-interface": each(
    [dockerContainer({ ports: [{ internal: 80, external: 80, ip: "192.168.1.50" }] }), dockerContainer({})],
    [
      [
        "opens port 80 on every address of its machine",
        dockerContainer({ ports: [{ internal: 80, external: 80 }] }),
      ],
      ["opens port 8080", dockerContainer({ ports: [{ internal: 80, external: 8080, ip: "0.0.0.0" }] })],
    ],
  ),
  restart: each(
    [dockerContainer({ restart: "unless-stopped" }), job],
    [["stays away once it has ended", dockerContainer({})]],
  ),
  "health-check": each(
    [dockerContainer({ healthcheck: { tests: ["CMD", "true"] } }), job],
    [["has no health check", dockerContainer({})]],
  ),
  "host-devices": one(
    dockerContainer({ gpus: "all" }),
    dockerContainer({ devices: [{ hostPath: "/dev/sda" }] }),
    "has the device /dev/sda",
  ),
};
