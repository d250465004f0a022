import { type Cases, manifest, workload } from "../../testing/index.ts";

const web = workload("apps/v1:Deployment", {});
const elsewhere = { ...web, provider: { name: "brain" } };
const chart = { ...manifest("helm.sh/v3:Release", {}, "chart"), props: { namespace: "web" } };
const policy = (spec: object) => manifest("networking.k8s.io/v1:NetworkPolicy", { spec });
const service = (spec: object, name = "web") => manifest("core/v1:Service", { spec }, name);
const ingress = (rules: object[], name = "web", spec: object = {}) =>
  manifest("networking.k8s.io/v1:Ingress", { spec: { rules, ...spec } }, name);
const leading = (host: string, name: string) => ({
  host,
  http: { paths: [{ path: "/", backend: { service: { name } } }] },
});
const budget = (spec: object) =>
  manifest("policy/v1:PodDisruptionBudget", { spec: { selector: { matchLabels: { app: "web" } }, ...spec } });
const autoscaler = manifest("autoscaling/v2:HorizontalPodAutoscaler", {
  spec: { scaleTargetRef: { name: "web" }, minReplicas: 2 },
});
const both = ["Ingress", "Egress"];

export const networkCases: Cases = {
  "isolated-pod": {
    keeps: [
      [web, policy({ podSelector: {}, policyTypes: both })],
      [web, policy({ podSelector: { matchLabels: { app: "web" } }, policyTypes: both })],
    ],
    breaks: [
      ["web has no network policy for its ingress nor its egress", web],
      ["for its egress", web, policy({ podSelector: {} })],
      ["for its ingress", web, policy({ podSelector: { matchLabels: { app: "api" } }, policyTypes: both })],
      ["for its ingress", elsewhere, policy({ podSelector: {}, policyTypes: both })],
    ],
  },
  "dangling-policy": {
    keeps: [
      [web, policy({ podSelector: { matchLabels: { app: "web" } } })],
      [policy({ podSelector: {} })],
      [chart, policy({ podSelector: { matchLabels: { app: "api" } } })],
    ],
    breaks: [
      [
        "chooses pods by app=api, and there are none",
        web,
        policy({ podSelector: { matchLabels: { app: "api" } } }),
      ],
      ["and there are none", elsewhere, policy({ podSelector: { matchLabels: { app: "web" } } })],
    ],
  },
  "dangling-service": {
    keeps: [
      [web, service({ selector: { app: "web" } })],
      [service({})],
      [chart, service({ selector: { app: "api" } })],
    ],
    breaks: [["chooses pods by app=api, and there are none", web, service({ selector: { app: "api" } })]],
  },
  "dangling-ingress": {
    keeps: [
      [service({}), ingress([leading("web.home", "web")])],
      [chart, ingress([leading("web.home", "api")])],
    ],
    breaks: [
      ["leads to api, which is not there", service({}), ingress([leading("web.home", "api")])],
      ["leads to api", service({}), ingress([], "web", { defaultBackend: { service: { name: "api" } } })],
    ],
  },
  "blocked-drain": {
    keeps: [
      [workload("apps/v1:Deployment", { replicas: 2 }), budget({ minAvailable: 1 })],
      [web, autoscaler, budget({ minAvailable: 1 })],
      [workload("apps/v1:Deployment", { replicas: 1 }), autoscaler, budget({ minAvailable: 1 })],
      [web, budget({ maxUnavailable: 1 })],
    ],
    breaks: [
      ["lets none of its 1 pods be away", web, budget({ minAvailable: 1 })],
      [
        "lets none of its 3 pods be away",
        workload("apps/v1:Deployment", { replicas: 3 }),
        budget({ maxUnavailable: "0%" }),
      ],
      ["be away", web, budget({ minAvailable: "100%" })],
    ],
  },
  "ingress-tls": {
    keeps: [
      [ingress([leading("web.home", "web")], "web", { tls: [{ hosts: ["web.home"], secretName: "web" }] })],
    ],
    breaks: [
      ["shows web.home without a certificate", ingress([leading("web.home", "web")])],
      ["answers to every name", ingress([{}])],
    ],
  },
  "unique-host": {
    keeps: [
      [ingress([leading("web.home", "web")]), ingress([leading("api.home", "web")], "api")],
      [
        ingress([leading("web.home", "web")]),
        { ...ingress([leading("web.home", "web")], "other"), provider: { name: "brain" } },
      ],
    ],
    breaks: [
      [
        "api answers on web.home/, as web does",
        ingress([leading("web.home", "web")]),
        ingress([leading("web.home", "web")], "api"),
      ],
    ],
  },
};
