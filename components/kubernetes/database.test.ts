import { describe, expect, test } from "vitest";
import { generated, secretValue } from "../service/index.ts";
import { inGroup, labWith, refusal, service } from "../testing/index.ts";
import { podsOf } from "./peers.ts";
import { planOf, policyOf, templateOf } from "./testing.ts";

const postgres = (generation = 1) =>
  inGroup(
    "data",
    service({
      name: "postgres",
      provides: "postgresql",
      workload: { kind: "stateful" },
      ports: { postgresql: 5432 },
      health: { opens: "postgresql" },
      env: { POSTGRES_PASSWORD: secretValue("password") },
      secrets: { password: generated(32, { generation }) },
    }),
  );

const labOfGeneration = (own: number, server = 1) =>
  labWith(
    postgres(server),
    service({
      database: { on: "postgres" },
      secrets: { database: generated(32, { generation: own }) },
      env: { PASSWORD: secretValue("database") },
    }),
  );

const lab = labOfGeneration(1);
const plan = planOf("web", lab);
const tcp = [{ port: 5432, protocol: "TCP" }];

describe("a database", () => {
  test("is made beside its server, by what the server's own image brings", () => {
    expect(plan["database-job"]).toMatchObject({
      metadata: { namespace: "data", name: expect.stringMatching(/^web-database-[0-9a-f]{8}$/) },
    });
    const container = templateOf(plan["database-job"])?.spec?.containers[0];
    expect(container?.image).toBe(
      templateOf(planOf("postgres", lab)["stateful-set"])?.spec?.containers[0]?.image,
    );
    expect(container?.env).toContainEqual({ name: "PGHOST", value: "postgres.data.svc" });
    expect(container?.env).toContainEqual({ name: "NAME", value: "web" });
  });

  test("has the extensions that its service asks for, made by the server's own user in that database", () => {
    const statements = (extensions?: string[]) => {
      const asking = labWith(
        postgres(),
        service({
          database: { on: "postgres", ...(extensions && { extensions }) },
          env: { PASSWORD: secretValue("database") },
        }),
      );
      return templateOf(planOf("web", asking)["database-job"])?.spec?.containers[0]?.command?.at(-1);
    };
    expect(statements(["vector"])).toContain(
      '\n\\connect :"name"\nCREATE EXTENSION IF NOT EXISTS "vector";\nSQL\n',
    );
    expect(statements()).not.toContain("EXTENSION");
  });

  test("keeps the server's password out of the namespaces of its users", () => {
    expect(plan["database-secret"]).toMatchObject({
      metadata: { namespace: "data" },
      stringData: {
        server: [{ secret: "password", of: "postgres" }],
        password: [{ secret: "database", of: "web" }],
      },
    });
    expect(plan.secret).toMatchObject({ stringData: { PASSWORD: [{ secret: "database", of: "web" }] } });
  });

  test("cannot be made on a server that does not say how it is entered", () => {
    const closed = service({ name: "postgres", provides: "postgresql" });
    const asking = labWith(
      closed,
      service({ database: { on: "postgres" }, env: { P: secretValue("database") } }),
    );
    expect(refusal(() => planOf("web", asking))).toContain(
      "postgres provides databases, and says no password",
    );
  });

  test("is made again, under another name, when either password has a new generation", () => {
    const name = (own: number, server: number) =>
      planOf("web", labOfGeneration(own, server))["database-job"]?.metadata.name;
    expect(name(1, 1)).toBe(plan["database-job"]?.metadata.name);
    expect(new Set([name(1, 1), name(2, 1), name(1, 2)]).size).toBe(3);
  });

  test("is reached by its service, and by the job that makes it, which reaches nothing else", () => {
    const marked = { "homelab/makes-database-on": "postgres" };
    expect(policyOf(planOf("postgres", lab)).ingress).toEqual([
      { from: [podsOf({ name: "web", namespace: "apps" })], ports: tcp },
      { from: [{ podSelector: { matchLabels: marked } }], ports: tcp },
    ]);
    expect(templateOf(plan["database-job"])?.metadata?.labels).toMatchObject(marked);
    expect(plan["database-network-policy"]).toMatchObject({
      metadata: { namespace: "data" },
      spec: {
        podSelector: { matchLabels: { "app.kubernetes.io/name": "web-database" } },
        egress: [{}, { to: [podsOf({ name: "postgres", namespace: "data" })], ports: tcp }],
      },
    });
  });
});
