import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { ServiceSpec } from "../service/index.ts";
import { labWith, service } from "../testing/index.ts";
import { planTraefik } from "./traefik.ts";

function planned(cluster = "core", ...services: ServiceSpec[]) {
  const lab = labWith(...services);
  const declared = lab.inventory.clusters[cluster];
  if (!declared) throw new Error(`the test lab has no cluster ${cluster}`);
  return planTraefik(cluster, declared, lab);
}

const guarded = service({ expose: { lan: { guard: "admin" } } });

function valuesOf(plan: ReturnType<typeof planTraefik>) {
  if (plan.traefik?.kind !== "HelmChartConfig") throw new Error("Traefik is told nothing");
  return parse(plan.traefik.spec.valuesContent);
}

describe("Traefik", () => {
  test("is told nothing where a cluster has none", () => {
    expect(planned("brain")).toEqual({});
  });

  test("sends everybody on to TLS, and speaks no version of it that is broken", () => {
    const plan = planned();
    expect(valuesOf(plan).ports.web.redirections.entryPoint).toEqual({
      to: "websecure",
      scheme: "https",
      permanent: true,
    });
    // Of this name Traefik takes it for all that say nothing else.
    expect(plan["tls-options"]).toMatchObject({
      metadata: { name: "default" },
      spec: { minVersion: "VersionTLS12" },
    });
  });

  test("lets in the houses and the tailnet, and believes only proxies that are pods", () => {
    const plan = planned();
    expect(plan["house-only"]).toMatchObject({
      spec: {
        ipAllowList: {
          sourceRange: expect.arrayContaining(["100.64.0.0/10", "192.168.0.0/24", "192.168.1.0/24"]),
        },
      },
    });
    const { web, websecure } = valuesOf(plan).ports;
    expect(web.forwardedHeaders).toEqual(websecure.forwardedHeaders);
    expect(websecure.forwardedHeaders.trustedIPs).toHaveLength(1);
  });

  test("asks at its door, by middlewares that are there before it is told of them", () => {
    const plan = planned("core", guarded);
    const asked: string[] = valuesOf(plan).ports.websecure.middlewares;
    const there = Object.values(plan).map(({ metadata }) => `kube-system-${metadata.name}@kubernetescrd`);
    expect(asked.length).toBeGreaterThan(0);
    expect(there).toEqual(expect.arrayContaining(asked));
    expect(Object.keys(plan).at(-1)).toBe("traefik");
  });

  test("tells its makers nothing", () => {
    expect(valuesOf(planned()).global).toEqual({ checkNewVersion: false, sendAnonymousUsage: false });
  });
});

describe("the guard of what only administrators may see", () => {
  test("is there once anything asks for it", () => {
    expect(planned("core", service())).not.toHaveProperty("admin");
    expect(planned("core", { ...guarded, lifecycle: "archive" })).not.toHaveProperty("admin");
    expect(planned("core", guarded)).toHaveProperty("admin");
  });

  test("limits how often one may try, and then wants a login that follows from the root secret", () => {
    const plan = planned("core", guarded);
    expect(plan.admin).toMatchObject({
      spec: { chain: { middlewares: [{ name: "admin-limit" }, { name: "admin-login" }] } },
    });
    expect(plan["admin-login"]).toMatchObject({ spec: { basicAuth: { secret: "admin-login" } } });
    expect(plan["admin-login-secret"]).toMatchObject({
      type: "kubernetes.io/basic-auth",
      stringData: { username: ["admin"], password: [{ owner: "clusters/core", length: 32 }] },
    });
  });
});
