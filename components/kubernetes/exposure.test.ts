import { describe, expect, test } from "vitest";
import { planned } from "./testing.ts";

const selector = { "app.kubernetes.io/name": "web" };

describe("a service's address", () => {
  test("is its name, on every port", () => {
    expect(planned({ ports: { http: 8080, grpc: 9090 } }).service).toMatchObject({
      metadata: { name: "web", namespace: "apps" },
      spec: {
        selector,
        ports: [
          { name: "http", port: 8080, targetPort: 8080, protocol: "TCP" },
          { name: "grpc", port: 9090, targetPort: 9090, protocol: "TCP" },
        ],
      },
    });
  });

  test("does not exist where nothing listens", () => {
    expect(planned({ ports: {}, health: { command: ["true"] } })).not.toHaveProperty("service");
  });

  test("is not on the LAN unless it says so", () => {
    const plan = planned({});
    expect(plan).not.toHaveProperty("ingress");
    expect(plan).not.toHaveProperty("lan-service");
  });
});

describe("on the LAN", () => {
  test("the cluster's ingress answers, in TLS, by the name that people know", () => {
    const plan = planned({ expose: { lan: { host: "start" } } });
    expect(plan.ingress).toMatchObject({
      metadata: { annotations: { "traefik.ingress.kubernetes.io/router.tls": "true" } },
      spec: {
        ingressClassName: "traefik",
        tls: [{ hosts: ["start.home"] }],
        rules: [
          {
            host: "start.home",
            http: { paths: [{ backend: { service: { name: "web", port: { number: 8080 } } } }] },
          },
        ],
      },
    });
    expect(plan).not.toHaveProperty("lan-service");
  });

  test("nodes open the exposed port, and no other, where there is no ingress", () => {
    const plan = planned({
      place: { cluster: "brain" },
      ports: { http: 8080, admin: 9000 },
      expose: { lan: true, port: "admin" },
    });
    expect(plan["lan-service"]).toMatchObject({
      metadata: { name: "web-lan" },
      spec: {
        type: "LoadBalancer",
        allocateLoadBalancerNodePorts: false,
        selector,
        ports: [{ name: "admin", port: 9000 }],
      },
    });
    expect(plan).not.toHaveProperty("ingress");
    expect(plan).not.toHaveProperty("service.spec.type");
  });
});

describe("more copies", () => {
  test("come within seconds, and go only after minutes", () => {
    expect(planned({ scale: { min: 1, max: 3, cpu: 70, memory: 80 } }).autoscaler).toMatchObject({
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
        minReplicas: 1,
        maxReplicas: 3,
        metrics: [
          { resource: { name: "cpu", target: { averageUtilization: 70 } } },
          { resource: { name: "memory", target: { averageUtilization: 80 } } },
        ],
        behavior: {
          scaleUp: { stabilizationWindowSeconds: 15 },
          scaleDown: { stabilizationWindowSeconds: 300 },
        },
      },
    });
  });

  test("are not all taken away by a drain", () => {
    const plan = planned({
      workload: { kind: "deployment", replicas: 3 },
      disruption: { minAvailable: 2 },
    });
    expect(plan["disruption-budget"]).toMatchObject({
      spec: { minAvailable: 2, selector: { matchLabels: selector } },
    });
  });
});

describe("permissions", () => {
  test("are those that are declared, and of this service alone", () => {
    const plan = planned({
      reach: { cluster: true },
      permissions: [{ resources: ["pods"], verbs: ["get", "list"] }],
    });
    expect(plan["cluster-role"]).toMatchObject({
      metadata: { name: "homelab-web" },
      rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] }],
    });
    expect(plan["cluster-role-binding"]).toMatchObject({
      roleRef: { kind: "ClusterRole", name: "homelab-web" },
      subjects: [{ kind: "ServiceAccount", name: "web", namespace: "apps" }],
    });
    expect(plan["service-account"]).toMatchObject({ metadata: { name: "web" } });
  });

  test("need no account where none are asked for", () => {
    expect(planned({})).not.toHaveProperty("service-account");
  });
});
