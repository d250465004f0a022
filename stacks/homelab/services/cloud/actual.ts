import {
  claim,
  defineService,
  image,
  openIdOf,
  ownUrl,
  secretValue,
} from "../../../../components/service/index.ts";

/** The household's budget by envelopes, in the place of YNAB. Who signs in first owns it. */
export const actual = defineService({
  name: "actual",
  about: "The household's budget: Actual",
  lifecycle: "production",
  image: image(
    "ghcr.io/actualbudget/actual",
    "26.9.0",
    "sha256:552beab3dec8c93d46b8b9245612d63c3f123b8a45063a474f53e229b17621d3",
  ),
  place: { cluster: "platform", node: "ocean" },
  user: 1001,
  ports: { http: 5006 },
  env: {
    ACTUAL_DATA_DIR: "/data",
    ACTUAL_OPENID_DISCOVERY_URL: openIdOf("authentik", "actual").discovery,
    ACTUAL_OPENID_CLIENT_ID: "actual",
    ACTUAL_OPENID_CLIENT_SECRET: secretValue("sign-in"),
    ACTUAL_OPENID_SERVER_HOSTNAME: ownUrl("tailnet"),
  },
  health: { ready: "/health", startsWithin: 60 },
  resources: { cpu: "50m..1", memory: "128Mi..512Mi" },
  volumes: { "/data": claim("5Gi", { class: "local-path" }) },
  signIn: { by: "authentik", returnTo: ["/openid/callback"] },
  reach: { internet: "Authentik's public address" },
  expose: { tailnet: { host: "budget" } },
});
