import { defineService, urlOf } from "../../../components/service/index.ts";
import { siteConf } from "../../../components/site/index.ts";

export const dashboard = defineService({
  name: "dashboard",
  about: "The router in a browser",
  lifecycle: "production",
  site: "dashboard",
  place: { cluster: "core" },
  ports: { http: 8080 },
  files: {
    "/etc/nginx/nginx.conf": siteConf({
      port: 8080,
      passed: { "/api/": { to: urlOf("router") } },
      missing: { "/manager/": "No machine of this lab has a manager." },
    }),
  },
  health: { ready: "/healthz" },
  resources: { cpu: "20m..200m", memory: "32Mi..64Mi" },
  expose: { lan: true, tailnet: true },
});
