import {
  claim,
  defineService,
  hostOf,
  image,
  secretOf,
  share,
  urlOf,
} from "../../../../components/service/index.ts";
import { settings } from "../../settings/immich.ts";

/** Photos of the family, and every phone's backup. */
export const immich = defineService({
  name: "immich",
  about: "Photos and videos of the family",
  lifecycle: "production",
  image: image(
    "ghcr.io/immich-app/immich-server",
    "v3.1.0",
    "sha256:b434cb9287eea1471c9974845914d4dd328c9c2d652e446ed4930f99944f0ceb",
  ),
  place: { cluster: "brain", node: "k3s-master", gpu: { slices: 1 } },
  user: 1000,
  ports: { http: 2283 },
  env: {
    DB_HOSTNAME: hostOf("immich-postgres"),
    DB_USERNAME: "immich",
    DB_DATABASE_NAME: "immich",
    DB_PASSWORD: secretOf("immich-postgres", "password"),
    REDIS_HOSTNAME: hostOf("immich-redis"),
    IMMICH_MACHINE_LEARNING_URL: urlOf("immich-ml"),
    IMMICH_CONFIG_FILE: "/etc/immich/config.json",
  },
  files: { "/etc/immich/config.json": settings },
  health: { ready: "/api/server/ping", startsWithin: 300 },
  resources: { cpu: "500m", memory: "1Gi..4Gi" },
  volumes: {
    "/data": claim("500Gi"),
    "/library": share("nas/photos", { readOnly: true }),
  },
  signIn: {
    by: "authentik",
    returnTo: ["/auth/login", "/user-settings", "/api/oauth/mobile-redirect"],
  },
  reach: { internet: "maps, and the names of places" },
  expose: {
    lan: true,
    tailnet: { host: "photos" },
    // A phone hands in its photos while nobody looks at it: its app sends a token, where a browser shows a page to log in.
    public: { access: "plex-users", host: "photos", programs: ["phones"] },
  },
  waive: {
    "open-port": {
      because: "brain has no ingress: what is shown in the house there has a port of its own",
      until: "2027-06-30",
    },
  },
});
