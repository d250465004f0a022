import { expect, test } from "vitest";
import { labWith, service } from "../testing/index.ts";
import { planOf, templateOf } from "./testing.ts";

const lab = labWith(
  service({ place: { cluster: "core", node: "core-server" }, expose: { tailnet: { host: "front" } } }),
);
const plan = planOf("web", lab);
const pod = templateOf(plan["entrance-deployment"])?.spec;

test("a service is a device in the tailnet, which passes on what comes to its name", () => {
  const config = plan["entrance-config-map"];
  if (config?.kind !== "ConfigMap") throw new Error("there is none");
  expect(JSON.parse(config.data?.["serve.json"] ?? "")).toEqual({
    TCP: { "443": { HTTPS: true } },
    Web: { "${TS_CERT_DOMAIN}:443": { Handlers: { "/": { Proxy: "http://web.apps.svc:8080" } } } },
  });
  expect(pod?.containers[0]?.env).toContainEqual({ name: "TS_HOSTNAME", value: "front" });
  expect(plan["entrance-secret"]).toMatchObject({ stringData: { TS_AUTHKEY: [{ kept: "tailnet/front" }] } });
});

test("its proxy runs beside it, and has no right but to keep who it is", () => {
  expect(pod?.nodeSelector).toEqual({ "kubernetes.io/hostname": "core-server" });
  expect(pod?.containers[0]?.securityContext).toMatchObject({
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
  expect(plan["entrance-role"]).toMatchObject({
    rules: [
      { resources: ["secrets"], verbs: ["create"] },
      { resourceNames: ["web-entrance-state"], verbs: ["get", "update", "patch"] },
    ],
  });
});

test("it reaches its service at one port, and nothing else of the cluster but what it lives by", () => {
  const policy = plan["entrance-network-policy"];
  if (policy?.kind !== "NetworkPolicy") throw new Error("there is none");
  expect(policy.spec?.ingress).toBeUndefined();
  expect(policy.spec?.egress?.[1]).toEqual({
    to: [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "apps" } },
        podSelector: { matchLabels: { "app.kubernetes.io/name": "web" } },
      },
    ],
    ports: [{ port: 8080, protocol: "TCP" }],
  });
});

test("whoever is not exposed in the tailnet has no way in from there", () => {
  const parts = Object.keys(planOf("web", labWith(service({ expose: { lan: true } }))));
  expect(parts.filter((part) => part.startsWith("entrance"))).toEqual([]);
});
