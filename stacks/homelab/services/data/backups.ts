import { defineService, image, share } from "../../../../components/service/index.ts";

/** Takes what the services of brain keep, onto the NAS. Whoever brings may not take away: a service that was broken into cannot. */
export const backups = defineService({
  name: "backups",
  about: "Backups of what brain holds, on the NAS",
  lifecycle: "production",
  image: image(
    "docker.io/restic/rest-server",
    "0.14.0",
    "sha256:d2aff06f47eb38637dff580c3e6bce4af98f386c396a25d32eb6727ec96214a5",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "brain", node: "k3s-master" },
  user: 2000,
  provides: "backups",
  // No password of HTTP's: policies let in the jobs alone, and each has its own key to what it writes.
  command: [
    "rest-server",
    "--path=/repositories",
    "--listen=:8000",
    "--append-only",
    "--no-auth",
    "--prometheus",
  ],
  ports: { http: 8000 },
  health: { opens: "http" },
  resources: { cpu: "50m..1", memory: "64Mi..256Mi" },
  volumes: { "/repositories": share("nas/backups", { folder: "restic" }) },
  metrics: { port: "http", names: ["rest_server_*"] },
});
