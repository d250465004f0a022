import { stringify } from "yaml";
import { openIdOf, ownUrl, secretValue, text, written } from "../../../components/service/index.ts";

/** One of Applications is as healthy as ArgoCD has found what is in it. */
const HEALTH_OF_APPLICATIONS = `
local health = obj.status ~= nil and obj.status.health or nil
if health == nil or health.status == nil then
  return { status = "Progressing", message = "not looked at yet" }
end
return { status = health.status, message = health.message or "" }
`;

export const values = {
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
};
