import type { INetworkPolicyEgressRule } from "kubernetes-models/networking.k8s.io/v1";
import type { IContainer, IPodSpec } from "kubernetes-models/v1";
import { addressName, ENTRANCE, hasEntrance, hostFor, type Lab, mainPort } from "../lab/index.ts";
import { image, reference } from "../service/index.ts";
import type { PlacedService } from "./cluster-service.ts";
import { labelsOf, selectorOf } from "./labels.ts";
import type { Plan } from "./manifest.ts";
import { nameOf } from "./names.ts";
import { toKubernetes } from "./network-policy.ts";
import { entranceName, podPorts, podsOf, TO_DNS } from "./peers.ts";
import { planPlacement } from "./placement.ts";
import { policyOf } from "./policy.ts";
import { secureContainer, securePod } from "./security.ts";

const IMAGE = image(
  "ghcr.io/tailscale/tailscale",
  "v1.102.3",
  "sha256:8c42c4574ab066384fcb72f69e086a2ff1dd3652eb6f56856cee34bcf0d2f680",
);
const HEALTH = 9002;
const USER = 1000;
const CONFIG = "/etc/tailscale";

/**
 * The device in the tailnet that a service has there: a proxy of its own, which answers to the service's name over HTTPS
 * and can do nothing else. It needs no right on its node, because it speaks with the tailnet in userspace.
 */
export function planEntrance(service: PlacedService, lab: Lab): Plan {
  const port = mainPort(service);
  if (!hasEntrance(service) || !port) return {};
  const name = entranceName(service.name);
  const { namespace } = service;
  const metadata = { name, namespace, labels: { ...labelsOf(service), ...selectorOf(name).matchLabels } };
  const backend = `http://${addressName(service)}.${namespace}.svc:${port.number}`;
  return {
    ...planAccount(name, metadata),
    "entrance-config-map": {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata,
      data: { "serve.json": JSON.stringify(serveConfig(backend), null, 2) },
    },
    "entrance-secret": {
      apiVersion: "v1",
      kind: "Secret",
      metadata,
      stringData: { TS_AUTHKEY: [{ kept: `tailnet/${hostFor(service, "tailnet")}` }] },
    },
    "entrance-network-policy": policyOf(metadata, selectorOf(name), {
      egress: [
        TO_DNS,
        { to: [podsOf(service)], ...podPorts(service, [port]) },
        toKubernetes(service, lab),
        ...TO_TAILNET,
      ],
    }),
    "entrance-deployment": {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas: 1,
        selector: selectorOf(name),
        revisionHistoryLimit: 3,
        // It is one device: two of them at once would take its name from each other.
        strategy: { type: "Recreate" },
        template: {
          // The tailnet encrypts what comes to it, and the mesh would hide from it who is asking.
          metadata: { labels: metadata.labels, annotations: { "linkerd.io/inject": "disabled" } },
          spec: planPod(service, name, lab),
        },
      },
    },
  };
}

/** Who the device is, it keeps in a Secret: a pod that starts elsewhere is the same device, with the same certificate. */
function planAccount(name: string, metadata: { name: string; namespace: string }): Plan {
  return {
    "entrance-service-account": {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata,
      automountServiceAccountToken: false,
    },
    "entrance-role": {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata,
      rules: [
        // The name of what does not exist yet cannot be a condition.
        { apiGroups: [""], resources: ["secrets"], verbs: ["create"] },
        {
          apiGroups: [""],
          resources: ["secrets"],
          resourceNames: [stateName(name)],
          verbs: ["get", "update", "patch"],
        },
      ],
    },
    "entrance-role-binding": {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace: metadata.namespace }],
    },
  };
}

function planPod(service: PlacedService, name: string, lab: Lab): IPodSpec {
  // Beside what it leads to: it falls with it, and never before.
  const { affinity: { nodeAffinity } = {}, ...placement } = planPlacement(service, lab);
  return {
    ...placement,
    ...(nodeAffinity && { affinity: { nodeAffinity } }),
    serviceAccountName: name,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    securityContext: securePod({ user: USER, waive: {} }),
    containers: [planContainer(service, name)],
    volumes: [
      { name: "config", configMap: { name } },
      { name: "scratch", emptyDir: { sizeLimit: "16Mi" } },
    ],
  };
}

function planContainer(service: PlacedService, name: string): IContainer {
  const env = {
    TS_HOSTNAME: hostFor(service, "tailnet"),
    TS_KUBE_SECRET: stateName(name),
    TS_SERVE_CONFIG: `${CONFIG}/serve.json`,
    TS_USERSPACE: "true",
    // The key is asked for once: afterwards the device is known.
    TS_AUTH_ONCE: "true",
    TS_ENABLE_HEALTH_CHECK: "true",
    TS_NO_LOGS_NO_SUPPORT: "true",
    TS_LOCAL_ADDR_PORT: `[::]:${HEALTH}`,
  };
  const { cpu, memory } = ENTRANCE;
  return {
    name: "tailscale",
    image: reference(IMAGE),
    env: [
      ...Object.entries(env).map(([key, value]) => ({ name: key, value })),
      { name: "TS_AUTHKEY", valueFrom: { secretKeyRef: { name, key: "TS_AUTHKEY" } } },
    ],
    ports: [{ name: "health", containerPort: HEALTH, protocol: "TCP" }],
    // Never restarted for it: while the vendor cannot be reached, the connections that there are go on.
    readinessProbe: { httpGet: { path: "/healthz", port: "health" }, periodSeconds: 10 },
    resources: {
      requests: { cpu: cpu.request, memory: memory.request },
      limits: { ...(cpu.limit && { cpu: cpu.limit }), memory: memory.limit },
    },
    securityContext: secureContainer({ waive: {} }),
    volumeMounts: [
      { name: "config", mountPath: CONFIG, readOnly: true },
      { name: "scratch", mountPath: "/tmp" },
    ],
  };
}

/** What `tailscale serve` would be told; the image fills in the device's own name. */
function serveConfig(backend: string) {
  return {
    TCP: { "443": { HTTPS: true } },
    Web: { "${TS_CERT_DOMAIN}:443": { Handlers: { "/": { Proxy: backend } } } },
  };
}

function stateName(name: string): string {
  return nameOf(name, "state");
}

/** Devices find each other by UDP at any port, also in the same house; the vendor's own servers by HTTPS. */
const TO_TAILNET: INetworkPolicyEgressRule[] = [
  { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ protocol: "UDP" }] },
  { to: [{ ipBlock: { cidr: "0.0.0.0/0" } }], ports: [{ port: 443, protocol: "TCP" }] },
];
