import { databaseUrl, defineService, generated, secretValue } from "../../../../components/service/index.ts";

/**
 * Kept to be read: Payload is a part of one's own Next.js application, which its makers' template builds into an image. No
 * such application is here; one that is built needs no more than an image and these lines.
 */
export const payload = defineService({
  name: "payload",
  about: "Content for other programs, by a Next.js application",
  lifecycle: "archive",
  place: { cluster: "platform", node: "ocean" },
  user: 1001,
  database: { on: "ai-postgres" },
  ports: { http: 3000 },
  env: {
    PAYLOAD_SECRET: secretValue("session-key"),
    DATABASE_URI: databaseUrl("ai-postgres", "payload"),
  },
  secrets: { "session-key": generated(32, { lasts: "what it has encrypted is lost with it" }) },
  expose: { lan: true },
});
