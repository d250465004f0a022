import { claim, defineService, image, scratch } from "../../../../components/service/index.ts";

/**
 * The containers of Docker hosts, in a browser. It has no rights over its own cluster: Docker is what it is for. The
 * gaming PC joins by an agent that calls from there, for which Portainer's page gives the command.
 */
export const portainer = defineService({
  name: "portainer",
  about: "Containers of the Docker hosts, in a browser",
  lifecycle: "experimental",
  image: image(
    "docker.io/portainer/portainer-ce",
    "2.39.6",
    "sha256:3fa8750ac2b98ce56784ca292df1adc3ec38f0062fd572811ea4b2221beee310",
  ),
  place: { cluster: "platform", node: "platform-01" },
  ports: { http: 9000 },
  health: { ready: "/", startsWithin: 60 },
  resources: { cpu: "50m..1", memory: "128Mi..512Mi" },
  volumes: { "/data": claim("5Gi", { class: "local-path" }), "/tmp": scratch("1Gi") },
  expose: { lan: { guard: "admin" }, tailnet: true },
  waive: {
    "root-user": { because: "no public file shows the image as another user than root", until: "2027-06-30" },
  },
});
