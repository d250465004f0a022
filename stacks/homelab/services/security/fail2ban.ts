import { defineService, image } from "../../../../components/service/index.ts";

/**
 * Kept to be read. It shuts people out by the firewall of the machine that it runs on, for which a pod would need the
 * network of its node and rights over it, which no namespace gives. And there is little to shut out: no port of the house
 * is open to the world, and every machine takes a key where it would have taken a password. Who tries doors all the same,
 * CrowdSec sees. Its exporter has no image that we know.
 */
export const fail2ban = defineService({
  name: "fail2ban",
  about: "Shuts out whoever tries passwords, by a machine's firewall",
  lifecycle: "archive",
  image: image("docker.io/crazymax/fail2ban", "1.1.0"),
  place: { cluster: "platform" },
  workload: { kind: "daemon" },
  resources: { cpu: "20m..200m", memory: "64Mi..128Mi" },
});
