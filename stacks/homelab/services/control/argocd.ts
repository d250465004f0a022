import { defineService } from "../../../../components/service/index.ts";
import { values } from "../../settings/argocd.ts";

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
    values,
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
