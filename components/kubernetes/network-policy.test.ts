import { describe, expect, test } from "vitest";
import { connector, inGroup, labWith, service } from "../testing/index.ts";
import { clusterOf } from "./cluster-service.ts";
import { planNamespace } from "./namespace.ts";
import { podsOf } from "./peers.ts";
import { clusterServiceNamed, planned, planOf, policyOf } from "./testing.ts";

const http = [{ port: 8080, protocol: "TCP" }];
const web = podsOf({ name: "web", namespace: "apps" });
const DNS = {
  to: [
    {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
      podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
    },
  ],
  ports: [
    { port: 53, protocol: "UDP" },
    { port: 53, protocol: "TCP" },
  ],
};

describe("a namespace", () => {
  const because = "the image was built in another age, and nobody maintains it";
  const lab = labWith(
    service(),
    inGroup(
      "old",
      service({ name: "old", user: 0, waive: { "root-user": { because, until: "2027-06-30" } } }),
    ),
  );
  const services = ["web", "old"].map((name) => clusterServiceNamed(name, lab));
  const core = clusterOf(clusterServiceNamed("web", lab), lab);

  test("lets nothing in and nothing out", () => {
    expect(planNamespace("apps", services, core).contents["default-deny"]).toMatchObject({
      metadata: { name: "default-deny", namespace: "apps" },
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    });
  });

  test("is as strict as its least confined service allows, and warns of every other", () => {
    const enforced = (name: string) => planNamespace(name, services, core).namespace.metadata.labels;
    const strict = {
      "pod-security.kubernetes.io/audit": "restricted",
      "pod-security.kubernetes.io/warn": "restricted",
    };
    expect(enforced("apps")).toMatchObject({
      ...strict,
      "pod-security.kubernetes.io/enforce": "restricted",
    });
    expect(enforced("old")).toMatchObject({ ...strict, "pod-security.kubernetes.io/enforce": "baseline" });
  });
});

describe("a service that says nothing of others", () => {
  test("is reached by nobody, and reaches nothing but names", () => {
    expect(policyOf(planned({}))).toEqual({
      podSelector: web.podSelector,
      policyTypes: ["Ingress", "Egress"],
      ingress: [],
      egress: [DNS],
    });
  });
});

describe("a need", () => {
  test("opens both ends, on exactly the ports of the one that is needed", () => {
    const lab = labWith(
      service({ needs: ["cache"] }),
      inGroup("data", service({ name: "cache", ports: { redis: 6379 }, health: { opens: "redis" } })),
    );
    const redis = [{ port: 6379, protocol: "TCP" }];
    expect(policyOf(planOf("web", lab)).egress).toEqual([
      DNS,
      { to: [podsOf({ name: "cache", namespace: "data" })], ports: redis },
    ]);
    expect(policyOf(planOf("cache", lab)).ingress).toEqual([{ from: [web], ports: redis }]);
  });

  test("of an archived service opens nothing", () => {
    const lab = labWith(service({ needs: ["cache"], lifecycle: "archive" }), service({ name: "cache" }));
    expect(policyOf(planOf("cache", lab)).ingress).toEqual([]);
  });

  test("on a machine is an address: in the same house on the LAN, else in the tailnet", () => {
    const ollama = service({
      name: "ollama",
      place: { machine: "desk" },
      image: undefined,
      resources: undefined,
      health: undefined,
      user: undefined,
      ports: { http: 11434 },
    });
    const egress = (cluster: string) =>
      policyOf(planned({ place: { cluster }, needs: ["ollama"] }, ollama)).egress?.slice(1);
    const ports = [{ port: 11434, protocol: "TCP" }];
    expect(egress("core")).toEqual([{ to: [{ ipBlock: { cidr: "192.168.1.99/32" } }], ports }]);
    expect(egress("brain")).toEqual([{ to: [{ ipBlock: { cidr: "100.64.0.99/32" } }], ports }]);
  });

  test("that only the tailnet's names lead to is any address in it, at one port", () => {
    const far = service({ name: "far", place: { cluster: "brain" }, expose: { tailnet: true } });
    expect(policyOf(planned({ needs: ["far"] }, far)).egress?.slice(1)).toEqual([
      { to: [{ ipBlock: { cidr: "100.64.0.0/10" } }], ports: [{ port: 443, protocol: "TCP" }] },
    ]);
  });
});

describe("metrics", () => {
  test("are open to whoever reads those of the same cluster, and only they", () => {
    const ports = { http: 8080, metrics: 9100 };
    const lab = labWith(
      service({ ports, metrics: { port: "metrics" } }),
      inGroup("monitoring", service({ name: "prometheus", reach: { metrics: true } })),
    );
    const metrics = [{ port: 9100, protocol: "TCP" }];
    const prometheus = podsOf({ name: "prometheus", namespace: "monitoring" });
    expect(policyOf(planOf("web", lab)).ingress).toEqual([{ from: [prometheus], ports: metrics }]);
    expect(policyOf(planOf("prometheus", lab)).egress?.slice(0, 2)).toEqual([
      DNS,
      { to: [web], ports: metrics },
    ]);
  });

  test("whoever looks after the health of all asks each at the one port that tells of it, and file servers near by", () => {
    const lab = labWith(
      service({ ports: { http: 8080, admin: 9000 } }),
      inGroup("monitoring", service({ name: "watch", place: { cluster: "core" }, reach: { health: true } })),
    );
    const watch = podsOf({ name: "watch", namespace: "monitoring" });
    expect(policyOf(planOf("web", lab)).ingress).toEqual([{ from: [watch], ports: http }]);
    const { egress } = policyOf(planOf("watch", lab));
    expect(egress).toContainEqual({ to: [web], ports: http });
    expect(egress).toContainEqual({
      to: [{ ipBlock: { cidr: "192.168.1.5/32" } }],
      ports: [{ port: 2049, protocol: "TCP" }],
    });
  });
});

describe("people come in", () => {
  const ingress = (spec: Parameters<typeof planned>[0]) => policyOf(planned(spec)).ingress;

  test("from the LAN through the cluster's ingress, to the exposed port alone", () => {
    expect(ingress({ ports: { http: 8080, admin: 9000 }, expose: { lan: true } })).toEqual([
      { from: [podsOf({ name: "traefik", namespace: "kube-system" })], ports: http },
    ]);
  });

  test("from the LAN directly, where the cluster has no ingress", () => {
    expect(ingress({ place: { cluster: "brain" }, expose: { lan: true } })).toEqual([{ ports: http }]);
  });

  test("from the tailnet and from the world through their own proxies", () => {
    const lab = labWith(
      service({ expose: { tailnet: true, public: { access: "admin" } } }),
      connector("core"),
      connector("brain"),
    );
    const connectors = podsOf({ name: "connector-core", namespace: "apps" });
    expect(policyOf(planOf("web", lab)).ingress).toEqual([
      { from: [podsOf({ name: "web-entrance", namespace: "apps" }), connectors], ports: http },
    ]);
  });
});

describe("a connector of a tunnel", () => {
  const shown = service({
    name: "shown",
    ports: { http: 80, admin: 81 },
    expose: { public: { access: "admin" } },
  });
  const there = service({
    name: "there",
    place: { cluster: "brain" },
    expose: { public: { access: "admin" } },
  });
  const lab = labWith(connector(), connector("brain"), service(), shown, there);

  test("may reach what its own cluster shows to the world, at the port that is shown, and the internet", () => {
    const to = [podsOf({ name: "shown", namespace: "apps" })];
    expect(policyOf(planOf("connector-core", lab)).egress?.slice(1)).toEqual([
      { to, ports: [{ port: 80, protocol: "TCP" }] },
      { to: [{ ipBlock: expect.objectContaining({ cidr: "0.0.0.0/0" }) }] },
    ]);
  });

  test("goes on without them: they are no needs of its", () => {
    expect(clusterServiceNamed("connector-core", lab).needs).toEqual([]);
  });
});

describe("what a service may reach besides its needs", () => {
  const reached = (reach: object) => policyOf(planned({ reach })).egress?.slice(1);

  test("is the internet, but no house and no tailnet by way of it", () => {
    expect(reached({ internet: "news" })).toEqual([
      {
        to: [
          {
            ipBlock: {
              cidr: "0.0.0.0/0",
              except: ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"],
            },
          },
        ],
      },
    ]);
  });

  test("is a machine", () => {
    expect(reached({ machines: ["pve"] })).toEqual([{ to: [{ ipBlock: { cidr: "192.168.1.10/32" } }] }]);
  });

  test("is whatever stands in the house of its cluster, and nothing in another one", () => {
    expect(reached({ site: true })).toEqual([{ to: [{ ipBlock: { cidr: "192.168.1.0/24" } }] }]);
  });

  test("is a service that needs it, at both ends", () => {
    const lab = labWith(
      service({ reach: { services: ["api"] } }),
      service({ name: "api", needs: ["web"], ports: { grpc: 9000 }, health: { opens: "grpc" } }),
    );
    const grpc = [{ port: 9000, protocol: "TCP" }];
    expect(policyOf(planOf("web", lab)).egress).toContainEqual({
      to: [podsOf({ name: "api", namespace: "apps" })],
      ports: grpc,
    });
    expect(policyOf(planOf("api", lab)).ingress).toContainEqual({ from: [web], ports: grpc });
  });

  test("is the Kubernetes API at its servers' addresses in the tailnet, where nodes join over it", () => {
    const policy = policyOf(planned({ place: { cluster: "brain" }, reach: { cluster: true } }));
    expect(policy.egress?.at(-1)).toEqual({
      to: [{ ipBlock: { cidr: "100.64.0.30/32" } }],
      ports: [{ port: 6443, protocol: "TCP" }],
    });
  });

  test("is the Kubernetes API, on the cluster's own servers", () => {
    expect(reached({ cluster: true })).toEqual([
      { to: [{ ipBlock: { cidr: "192.168.1.20/32" } }], ports: [{ port: 6443, protocol: "TCP" }] },
    ]);
  });
});
