import { defineService, fromConfig } from "../../../../components/service/index.ts";

/**
 * Kept to be read: TinaCMS is a library inside one's own site, and nobody can publish an image of that. Once the site is
 * built into one, it stands here with a token for its Git, as an admin's page.
 */
export const tinacms = defineService({
  name: "tinacms",
  about: "Texts of the site, edited in the browser and kept in Git",
  lifecycle: "archive",
  place: { cluster: "platform", node: "ocean" },
  ports: { http: 3000 },
  needs: ["cloud-redis"],
  secrets: { github: fromConfig("tinacms-github") },
  reach: { internet: "Git, where the texts are" },
  expose: { lan: { host: "tina" }, public: { access: "admin", host: "tina" } },
});
