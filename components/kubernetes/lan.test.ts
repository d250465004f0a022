import { describe, expect, test } from "vitest";
import type { ServiceSpec } from "../service/index.ts";
import { chartService, connector, labWith, service } from "../testing/index.ts";
import { planChart } from "./chart.ts";
import { isChart } from "./cluster-service.ts";
import { planOf } from "./testing.ts";

const issuer = chartService({ provides: "certificates" });
const publicIssuer = chartService({
  provides: "certificates",
  secrets: { "zone-token": { editsZone: "example.com" } },
});
const web = (spec: Partial<ServiceSpec>) => service({ ...spec, name: "web" });

function planned(spec: Partial<ServiceSpec>, ...others: ServiceSpec[]) {
  return planOf("web", labWith(web(spec), ...others));
}

describe("a name inside the house", () => {
  test("has a certificate that the cluster's own authority issues, and the ingress shows it", () => {
    const plan = planned({ expose: { lan: { host: "start" } } }, issuer);
    expect(plan["lan-certificate"]).toMatchObject({
      metadata: { name: "web-lan", namespace: "apps" },
      spec: { secretName: "web-lan-tls", dnsNames: ["start.home"], issuerRef: { name: "house" } },
    });
    expect(plan.ingress).toMatchObject({
      spec: { tls: [{ hosts: ["start.home"], secretName: "web-lan-tls" }] },
    });
  });

  test("has none where nobody issues any", () => {
    const plan = planned({ expose: { lan: true } });
    expect(plan).not.toHaveProperty("lan-certificate");
    expect(plan.ingress).toMatchObject({ spec: { tls: [{ hosts: ["web.home"] }] } });
  });

  test("is guarded where its service says so", () => {
    const annotation = "traefik.ingress.kubernetes.io/router.middlewares";
    const { ingress } = planned({ expose: { lan: { guard: "admin" } } });
    expect(ingress?.metadata.annotations).toHaveProperty([annotation], "kube-system-admin@kubernetescrd");
    expect(planned({ expose: { lan: true } }).ingress?.metadata.annotations).not.toHaveProperty([annotation]);
  });
});

describe("a public name", () => {
  const expose = { lan: true, public: { access: "admin" } } as const;

  test("is answered inside too, with a certificate of Let's Encrypt", () => {
    const plan = planned({ expose }, publicIssuer, connector());
    expect(plan["public-certificate"]).toMatchObject({
      spec: { secretName: "web-public-tls", dnsNames: ["web.example.com"], issuerRef: { name: "public" } },
    });
    expect(plan.ingress).toMatchObject({
      spec: {
        rules: [{ host: "web.home" }, { host: "web.example.com" }],
        tls: [{ secretName: "web-lan-tls" }, { secretName: "web-public-tls" }],
      },
    });
  });

  test("is left to the tunnel where nobody can prove that it is ours", () => {
    const plan = planned({ expose }, issuer, connector());
    expect(plan).not.toHaveProperty("public-certificate");
    expect(plan.ingress).toMatchObject({ spec: { rules: [{ host: "web.home" }] } });
  });
});

describe("who issues certificates", () => {
  function planOfIssuer(spec: ServiceSpec) {
    const lab = labWith(spec);
    const [chart] = lab.services.filter(isChart);
    if (!chart) throw new Error("the lab has no chart");
    return planChart(chart, lab);
  }

  test("has the cluster's authority, and nothing of the root's but its certificate", () => {
    const plan = planOfIssuer(issuer);
    expect(plan["house-issuer"]).toMatchObject({ spec: { ca: { secretName: "house-authority" } } });
    expect(plan["house-authority"]).toMatchObject({
      metadata: { namespace: "certs" },
      type: "kubernetes.io/tls",
    });
    expect(plan).not.toHaveProperty("public-issuer");
  });

  test("proves to Let's Encrypt by a record in each zone that the zone is ours", () => {
    const plan = planOfIssuer(publicIssuer);
    expect(plan["zone-tokens"]).toMatchObject({
      stringData: { "zone-token": [{ secret: "zone-token", of: "certs" }] },
    });
    expect(plan["public-issuer"]).toMatchObject({
      spec: {
        acme: {
          email: "owner@example.com",
          solvers: [
            {
              selector: { dnsZones: ["example.com"] },
              dns01: { cloudflare: { apiTokenSecretRef: { name: "zone-tokens", key: "zone-token" } } },
            },
          ],
        },
      },
    });
  });
});
