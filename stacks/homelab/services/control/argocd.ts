import { stringify } from "yaml";
import {
  defineService,
  openIdOf,
  ownUrl,
  secretValue,
  text,
  written,
} from "../../../../components/service/index.ts";

/** One of Applications is as healthy as ArgoCD has found what is in it. */
const HEALTH_OF_APPLICATIONS = `
local health = obj.status ~= nil and obj.status.health or nil
if health == nil or health.status == nil then
  return { status = "Progressing", message = "not looked at yet" }
end
return { status = health.status, message = health.message or "" }
`;

const small = { cpu: "50m..1", memory: "128Mi..512Mi" } as const;

/** Brings a cluster to what Git says, and shows where the two differ. */
export const argocd = defineService({
  name: "argocd",
  about: "What Git says of the platform, and whether the cluster agrees",
  lifecycle: "production",
  place: { cluster: "platform" },
  namespace: "argocd",
  chart: {
    repository: "https://argoproj.github.io/argo-helm",
    name: "argo-cd",
    version: "10.1.1",
    values: {
      // The ingress ends TLS; a second one behind it would only redirect for ever.
      configs: {
        params: { "server.insecure": true },
        cm: {
          url: text`${ownUrl("public")}`,
          // Without it nobody waits for a wave: ArgoCD itself has no opinion of how its Applications are.
          "resource.customizations.health.argoproj.io_Application": HEALTH_OF_APPLICATIONS,
          "oidc.config": written((hold) =>
            stringify({
              name: "Authentik",
              issuer: hold(openIdOf("authentik", "argocd").issuer),
              clientID: "argocd",
              clientSecret: "$oidc.authentik.clientSecret",
            }),
          ),
        },
        secret: { extra: { "oidc.authentik.clientSecret": text`${secretValue("sign-in")}` } },
        // Authentik lets in nobody but administrators.
        rbac: { "policy.default": "role:admin" },
      },
      dex: { enabled: false },
      notifications: { enabled: false },
    },
    pods: {
      controller: { resources: { cpu: "250m..2", memory: "1Gi..2Gi" }, resourcesAt: "controller.resources" },
      server: { resources: small, resourcesAt: "server.resources" },
      "repo-server": { resources: small, resourcesAt: "repoServer.resources" },
      "applicationset-controller": { resources: small, resourcesAt: "applicationSet.resources" },
      redis: { resources: small, resourcesAt: "redis.resources" },
    },
    service: "argocd-server",
    brings: ["argoproj.io"],
  },
  ports: { http: 80 },
  provides: "gitops",
  signIn: { by: "authentik", returnTo: ["/auth/callback"] },
  reach: { internet: "the repositories of the lab, and Authentik's public address" },
  expose: { lan: true, tailnet: true, public: { access: "admin" }, icon: "argo-cd" },
});
