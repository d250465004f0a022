import { stringify } from "yaml";
import { type ServiceSpec, urlOf, written } from "../service/index.ts";

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
