import { defineService, secretOf, text, urlOf } from "../../../../components/service/index.ts";
import { type SiteSettings, siteConf } from "../../../../components/site/index.ts";
import { card } from "../../../card.ts";

const PORT = 8080;

/** Of the machine with the card. It knows nothing of the router's keys: nginx asks the router who may pass. */
const manager: Omit<SiteSettings, "port"> = card.isManaged
  ? {
      passed: {
        "/manager/": {
          to: text`${urlOf("manager")}/v1`,
          key: secretOf("manager", "dashboard-key"),
          onceAllowedBy: text`${urlOf("router")}/admin/providers`,
        },
      },
    }
  : { passed: {}, missing: { "/manager/": "No machine of this lab has a manager." } };

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
      ...manager,
      passed: { "/api/": { to: urlOf("router") }, ...manager.passed },
    }),
  },
  health: { ready: "/healthz" },
  resources: { cpu: "20m..200m", memory: "32Mi..64Mi" },
  expose: { lan: true, tailnet: true },
});
