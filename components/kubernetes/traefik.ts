import { stringify } from "yaml";
import { customResource } from "../custom-resources/index.ts";
import type { Cluster } from "../inventory/index.ts";
import { isLive, type Lab } from "../lab/index.ts";
import type { OwnSecret } from "../secrets/index.ts";
import type { Plan } from "./manifest.ts";

/** Where k3s installs it, and reads what it is told of it. */
const NAMESPACE = "kube-system";
const LABELS = { "app.kubernetes.io/part-of": "ingress", "app.kubernetes.io/managed-by": "pulumi" };

/** How Traefik calls a middleware that is an object of the cluster. */
export function guardName(guard: string): string {
  return `${NAMESPACE}-${guard}@kubernetescrd`;
}

/** The password that opens everything of a cluster that is guarded for administrators. */
export function adminPassword(cluster: string): OwnSecret {
  return { owner: `clusters/${cluster}`, name: "admin-login", length: 32 };
}

/** How k3s' own Traefik answers the LAN of a cluster; nothing where it has none. */
export function planTraefik(name: string, cluster: Cluster, lab: Lab): Plan {
  if (cluster.ingress !== "traefik") return {};
  return {
    ...planHouse(cluster, lab),
    ...(isGuarded(name, lab) && planAdmin(name)),
    "tls-options": customResource("TLSOption", metadataOf("default"), {
      minVersion: "VersionTLS12",
      cipherSuites: [
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
      ],
    }),
    // Last: it names the others, and Traefik answers nobody while one of them is missing.
    traefik: customResource("HelmChartConfig", metadataOf("traefik"), {
      valuesContent: stringify(chartValues(cluster), { lineWidth: 0, aliasDuplicateObjects: false }),
    }),
  };
}

/** Of everything that comes in: from the houses and the tailnet only, and no browser is told more than it needs. */
function planHouse({ pods }: Cluster, { inventory: { sites, tailnet } }: Lab): Plan {
  const houses = Object.values(sites).flatMap(({ networks }) =>
    Object.values(networks).map(({ cidr }) => cidr),
  );
  return {
    "house-only": customResource("Middleware", metadataOf("house-only"), {
      ipAllowList: { sourceRange: [...new Set([...houses, tailnet.cidr, pods])].toSorted() },
    }),
    "security-headers": customResource("Middleware", metadataOf("security-headers"), {
      headers: {
        stsSeconds: 31_536_000,
        contentTypeNosniff: true,
        referrerPolicy: "strict-origin-when-cross-origin",
        customFrameOptionsValue: "SAMEORIGIN",
        customResponseHeaders: { Server: "", "X-Powered-By": "" },
      },
    }),
  };
}

/** What only administrators may see: a login, and no more tries than a person makes. */
function planAdmin(cluster: string): Plan {
  const login = metadataOf("admin-login");
  return {
    "admin-login-secret": {
      apiVersion: "v1",
      kind: "Secret",
      metadata: login,
      type: "kubernetes.io/basic-auth",
      stringData: { username: ["admin"], password: [adminPassword(cluster)] },
    },
    "admin-login": customResource("Middleware", login, {
      basicAuth: { secret: login.name, realm: cluster, removeHeader: true },
    }),
    "admin-limit": customResource("Middleware", metadataOf("admin-limit"), {
      rateLimit: { average: 50, period: "1s", burst: 100 },
    }),
    admin: customResource("Middleware", metadataOf("admin"), {
      chain: { middlewares: [{ name: "admin-limit" }, { name: "admin-login" }] },
    }),
  };
}

function isGuarded(cluster: string, { services }: Lab): boolean {
  return services.some(
    (service) =>
      isLive(service) &&
      "cluster" in service.place &&
      service.place.cluster === cluster &&
      typeof service.expose.lan === "object" &&
      service.expose.lan.guard !== undefined,
  );
}

function metadataOf(name: string) {
  return { name, namespace: NAMESPACE, labels: LABELS };
}

/** Values of the chart of Traefik that k3s 1.33 and 1.34 bring along (37.1). */
function chartValues({ pods }: Cluster) {
  // Proxies that stand before it are pods; whoever else says for whom he asks is not believed.
  const forwardedHeaders = { trustedIPs: [pods] };
  return {
    // A copy on each node answers at the node itself, so that nobody stands between, and it sees who is asking.
    deployment: {
      kind: "DaemonSet",
      podAnnotations: { "prometheus.io/scrape": "true", "prometheus.io/port": "9100" },
    },
    service: { spec: { externalTrafficPolicy: "Local" } },
    resources: {
      requests: { cpu: "100m", memory: "96Mi" },
      limits: { memory: "256Mi" },
    },
    global: { checkNewVersion: false, sendAnonymousUsage: false },
    ingressRoute: { dashboard: { enabled: false } },
    logs: { general: { level: "INFO" }, access: { enabled: true, format: "json" } },
    metrics: { prometheus: { addRoutersLabels: true } },
    ports: {
      web: {
        forwardedHeaders,
        redirections: { entryPoint: { to: "websecure", scheme: "https", permanent: true } },
      },
      websecure: {
        forwardedHeaders,
        middlewares: [guardName("house-only"), guardName("security-headers")],
      },
    },
  };
}
