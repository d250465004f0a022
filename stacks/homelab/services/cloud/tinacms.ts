import {
  defineService,
  fromConfig,
  image,
  scratch,
  secretValue,
} from "../../../../components/service/index.ts";

/**
 * Texts of the site. TinaCMS is a library inside one's own project, of which nobody can publish an image: ours is
 * images/tinacms. What it shows follows from the repository, and what it writes is a commit there.
 */
export const tinacms = defineService({
  name: "tinacms",
  about: "Texts of the site, edited in the browser and kept in Git",
  lifecycle: "experimental",
  image: image("harbor.home/library/tinacms", "3.14.1"),
  place: { cluster: "platform", node: "ocean" },
  user: 1000,
  ports: { http: 3000 },
  files: { "/etc/tinacms/token": secretValue("github") },
  env: {
    HOST: "0.0.0.0",
    REPOSITORY_URL: "https://github.com/tzervas/site.git",
    REPOSITORY_TOKEN_FILE: "/etc/tinacms/token",
  },
  health: { ready: "/readyz", live: "/healthz", startsWithin: 120 },
  resources: { cpu: "100m..1", memory: "384Mi..768Mi" },
  volumes: { "/app/content": scratch("2Gi") },
  secrets: { github: fromConfig("tinacms-github") },
  reach: { internet: { for: "Git, where the texts are", toStart: true } },
  // It knows nobody: who comes in has logged in at one of its doors.
  expose: { lan: { host: "tina", guard: "admin" }, public: { access: "admin", host: "tina" } },
  waive: {
    "image-digest": {
      because: "it is built by the job `images`, whose first run on main says the digest",
      until: "2027-06-30",
    },
  },
});
