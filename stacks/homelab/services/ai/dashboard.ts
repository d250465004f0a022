import { defineService, urlOf } from "../../../../components/service/index.ts";
import { siteConf } from "../../../../components/site/index.ts";

const PORT = 8080;

/** What the router does and has done, for whoever has a key of its own. */
export const dashboard = defineService({
  name: "dashboard",
  about: "The router in a browser: usage, live answers, providers, models, conversations and keys",
  lifecycle: "production",
  site: "dashboard",
  arch: ["amd64", "arm64"],
  place: { cluster: "platform" },
  namespace: "self-hosted-ai",
  ports: { http: PORT },
  files: {
    "/etc/nginx/nginx.conf": siteConf({
      port: PORT,
      passed: { "/api/": { to: urlOf("router") } },
      missing: { "/manager/": "No machine of this lab has a manager." },
    }),
  },
  health: { ready: "/healthz" },
  resources: { cpu: "20m..200m", memory: "32Mi..64Mi" },
  expose: { lan: true, tailnet: true },
});
