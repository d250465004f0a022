import { claim, defineService, hostOf, secretValue } from "../../../../components/service/index.ts";

/**
 * Kept to be read: its makers publish no image, because one builds one's own project; and no such project is here. One that
 * is built needs no more than an image and these lines.
 */
export const strapi = defineService({
  name: "strapi",
  about: "Content for other programs, by an API",
  lifecycle: "archive",
  place: { cluster: "platform", node: "ocean" },
  database: { on: "ai-postgres" },
  ports: { http: 1337 },
  env: { DATABASE_HOST: hostOf("ai-postgres"), DATABASE_PASSWORD: secretValue("database") },
  volumes: { "/opt/app/public/uploads": claim("10Gi", { class: "local-path" }) },
  expose: { lan: true },
});
