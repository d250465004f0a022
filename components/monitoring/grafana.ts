import { stringify } from "yaml";
import { openIdOf, type ServiceSpec, secretValue, urlOf, written } from "../service/index.ts";

const FOLDER = "/etc/grafana/provisioning";
const PAGES = "/etc/grafana/dashboards";

/** Where Grafana asks, and what it shows: as the lab declares it, and nobody changes it by hand. */
export function provisioning(sources: Record<"prometheus" | "loki" | "alertmanager", string>) {
  const datasources = (hold: Parameters<Parameters<typeof written>[0]>[0]) =>
    Object.entries(sources).map(([type, service]) => ({
      name: service,
      uid: service,
      type,
      url: hold(urlOf(service)),
      access: "proxy",
      isDefault: type === "prometheus",
      ...(type === "alertmanager" && { jsonData: { implementation: "prometheus" } }),
    }));
  const providers = [{ name: "lab", type: "file", disableDeletion: true, options: { path: PAGES } }];
  return {
    files: {
      [`${FOLDER}/datasources/lab.yaml`]: written((hold) =>
        stringify({ apiVersion: 1, prune: true, datasources: datasources(hold) }, { lineWidth: 0 }),
      ),
      [`${FOLDER}/dashboards/lab.yaml`]: stringify({ apiVersion: 1, providers }),
    },
    folders: { [PAGES]: "dashboards" },
  } satisfies Partial<ServiceSpec>;
}

/** People sign in by Authentik; of those it lets in, who administers the house may change what is shown. */
export function signInBy(authentik: string): NonNullable<ServiceSpec["env"]> {
  const { authorize, token, userInfo } = openIdOf(authentik, "grafana");
  return {
    GF_AUTH_GENERIC_OAUTH_ENABLED: "true",
    GF_AUTH_GENERIC_OAUTH_NAME: "Authentik",
    GF_AUTH_GENERIC_OAUTH_SCOPES: "openid email profile",
    GF_AUTH_GENERIC_OAUTH_CLIENT_ID: "grafana",
    GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: secretValue("sign-in"),
    GF_AUTH_GENERIC_OAUTH_AUTH_URL: authorize,
    GF_AUTH_GENERIC_OAUTH_TOKEN_URL: token,
    GF_AUTH_GENERIC_OAUTH_API_URL: userInfo,
    GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH: "contains(groups[*], 'admin') && 'Admin' || 'Viewer'",
  };
}
