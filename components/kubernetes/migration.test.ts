import { describe, expect, test } from "vitest";
import { generated, hostOf, secretValue } from "../service/index.ts";
import { labWith, service } from "../testing/index.ts";
import { containerOf, planned, planOf, policyOf, templateOf } from "./testing.ts";

const postgres = service({
  name: "postgres",
  provides: "postgresql",
  ports: { postgresql: 5432 },
  secrets: { password: generated() },
  env: { POSTGRES_PASSWORD: secretValue("password") },
  health: { opens: "postgresql" },
});
const migrating = {
  migration: { args: ["migrate"] },
  database: { on: "postgres" },
  env: { HOST: hostOf("postgres"), PASSWORD: secretValue("database") },
  expose: { lan: true } as const,
};
const plan = () => planned(migrating, postgres);
const jobPod = () => templateOf(plan()["migration-job"]);

describe("a migration", () => {
  test("is the service's own container with other arguments, run to its end", () => {
    const job = jobPod()?.spec?.containers[0];
    const own = containerOf(plan());
    expect(job).toMatchObject({
      image: own.image,
      env: own.env,
      resources: own.resources,
      args: ["migrate"],
    });
    expect(jobPod()?.spec?.restartPolicy).toBe("Never");
    for (const of of ["ports", "readinessProbe", "livenessProbe"]) expect(job).not.toHaveProperty(of);
  });

  test("is never taken for a copy of the service: it is sent no requests, and is not counted as one", () => {
    const labels = jobPod()?.metadata?.labels;
    expect(labels).toMatchObject({ "app.kubernetes.io/name": "web-migration" });
    expect(plan().service).toMatchObject({ spec: { selector: { "app.kubernetes.io/name": "web" } } });
  });

  test("is another job whenever anything of it is another", () => {
    const other = planned({ ...migrating, migration: { args: ["migrate", "--all"] } }, postgres);
    expect(other["migration-job"]?.metadata.name).not.toBe(plan()["migration-job"]?.metadata.name);
    expect(plan()["migration-job"]?.metadata.name).toMatch(/^web-migration-[0-9a-f]{8}$/);
  });

  test("reaches what the service reaches, and is reached by nobody", () => {
    const policy = plan()["migration-network-policy"];
    expect(policy).toMatchObject({
      spec: { podSelector: { matchLabels: { "app.kubernetes.io/name": "web-migration" } } },
    });
    expect(policy).toHaveProperty("spec.egress", policyOf(plan()).egress);
    expect(policy).not.toHaveProperty("spec.ingress");
  });

  test("is let in by what the service needs", () => {
    const { ingress = [] } = policyOf(planOf("postgres", labWith(postgres, service(migrating))));
    expect(JSON.stringify(ingress)).toContain('"app.kubernetes.io/name":"web-migration"');
  });
});
