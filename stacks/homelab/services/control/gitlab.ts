import { claim, defineService, generated, image, scratch } from "../../../../components/service/index.ts";
import { omnibus } from "../../settings/gitlab.ts";

/** Code of the house, and mirrors of what is on GitHub. In one image, as its makers ship it; its database is apart. */
export const gitlab = defineService({
  name: "gitlab",
  about: "Code, and the pipelines that build it",
  lifecycle: "production",
  image: image(
    "docker.io/gitlab/gitlab-ce",
    "19.3.0-ce.0",
    "sha256:f7e453ff51d1910235365085fe836e4589716d26b44d99a8aa3e2c41377f034f",
  ),
  place: { cluster: "platform", node: "platform-02" },
  namespace: "gitlab",
  ports: { http: 8080 },
  env: { GITLAB_OMNIBUS_CONFIG: omnibus },
  // From within: from outside it answers only to addresses of a list.
  health: {
    command: ["/opt/gitlab/bin/gitlab-healthcheck", "--fail", "--max-time", "10"],
    startsWithin: 900,
  },
  resources: { cpu: "1..6", memory: "6Gi..10Gi" },
  volumes: {
    "/etc/gitlab": claim("1Gi", { class: "local-path" }),
    "/var/opt/gitlab": claim("100Gi", { class: "local-path" }),
    "/var/log/gitlab": scratch("5Gi"),
    "/dev/shm": scratch("256Mi", { memory: true }),
  },
  secrets: { "root-password": generated(32, { lasts: "read on its first start only: change it there" }) },
  signIn: { by: "authentik", returnTo: ["/users/auth/openid_connect/callback"] },
  reach: { internet: "Authentik's public address" },
  expose: { lan: true, tailnet: true },
  waive: {
    "root-user": { because: "it starts a dozen programs, each as its own user", until: "2027-06-30" },
    "writable-root": { because: "the image sets itself up all over its root", until: "2027-06-30" },
    privilege: { because: "it becomes the user of each program", until: "2027-06-30" },
  },
});
