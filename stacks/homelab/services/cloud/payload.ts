import {
  claim,
  databaseUrl,
  defineService,
  generated,
  image,
  ownUrl,
  scratch,
  secretValue,
} from "../../../../components/service/index.ts";

/**
 * Content for other programs. Payload is a part of one's own Next.js application, of which nobody can publish an image: ours
 * is images/payload. It makes its tables itself, by migrations that lie there.
 */
export const payload = defineService({
  name: "payload",
  about: "Content for other programs, by a Next.js application",
  lifecycle: "experimental",
  image: image("harbor.home/library/payload", "3.90.2"),
  place: { cluster: "platform", node: "ocean" },
  user: 1000,
  database: { on: "ai-postgres" },
  ports: { http: 3000 },
  env: {
    PAYLOAD_SECRET: secretValue("session-key"),
    DATABASE_URI: databaseUrl("ai-postgres", "payload"),
    PUBLIC_URL: ownUrl("lan"),
  },
  health: { ready: "/api/articles?limit=1", startsWithin: 120 },
  resources: { cpu: "100m..1", memory: "256Mi..768Mi" },
  volumes: {
    "/app/media": claim("10Gi", { class: "local-path" }),
    "/app/.next/cache": scratch("256Mi"),
  },
  secrets: { "session-key": generated(32, { lasts: "what it has encrypted is lost with it" }) },
  expose: { lan: true },
  waive: {
    "image-digest": {
      because: "it is built by the job `images`, whose first run on main says the digest",
      until: "2027-06-30",
    },
  },
});
