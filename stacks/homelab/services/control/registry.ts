import { claim, defineService, image } from "../../../../components/service/index.ts";

/** Kept to be read: Harbor is this registry with a login, a page and a scanner around it. */
export const registry = defineService({
  name: "registry",
  about: "Images, without anything around them",
  lifecycle: "archive",
  image: image(
    "docker.io/library/registry",
    "3.1.1",
    "sha256:1be55279f18a2fe1a74edf2664cac61c1bea305b7b4642dab412e7affdcb3e33",
  ),
  arch: ["amd64", "arm64"],
  place: { cluster: "platform", node: "platform-02" },
  user: 1000,
  ports: { http: 5000 },
  health: { ready: "/" },
  resources: { cpu: "50m..1", memory: "64Mi..512Mi" },
  volumes: { "/var/lib/registry": claim("100Gi", { class: "local-path", backup: "never" }) },
  expose: { lan: { guard: "admin" } },
});
