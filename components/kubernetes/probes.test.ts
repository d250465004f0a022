import { describe, expect, test } from "vitest";
import { containerOf, planned } from "./testing.ts";

describe("health", () => {
  test("is a page of the main port, unless another port is named", () => {
    const ports = { http: 8080, admin: 9000 };
    const page = (health: { ready: string; port?: string }) =>
      containerOf(planned({ ports, health })).readinessProbe?.httpGet;
    expect(page({ ready: "/health" })).toEqual({ path: "/health", port: 8080 });
    expect(page({ ready: "/health", port: "admin" })).toEqual({ path: "/health", port: 9000 });
  });

  test("may be a command or a port that opens", () => {
    expect(containerOf(planned({ health: { command: ["pg_isready"] } })).readinessProbe?.exec).toEqual({
      command: ["pg_isready"],
    });
    expect(containerOf(planned({ health: { opens: "http" } })).readinessProbe?.tcpSocket).toEqual({
      port: 8080,
    });
  });

  test("asks another page whether it lives, where one is named", () => {
    const container = containerOf(planned({ health: { ready: "/ready", live: "/live" } }));
    expect(container.readinessProbe?.httpGet?.path).toBe("/ready");
    expect(container.livenessProbe?.httpGet?.path).toBe("/live");
  });

  test("is patient: a program is taken out of the way long before it is killed", () => {
    const { readinessProbe, livenessProbe } = containerOf(planned({}));
    const patience = (probe = readinessProbe) => (probe?.periodSeconds ?? 0) * (probe?.failureThreshold ?? 0);
    expect(patience(livenessProbe)).toBeGreaterThanOrEqual(4 * patience());
  });

  test("waits for a slow start as long as is declared", () => {
    const { startupProbe } = containerOf(planned({ health: { ready: "/health", startsWithin: 301 } }));
    expect((startupProbe?.periodSeconds ?? 0) * (startupProbe?.failureThreshold ?? 0)).toBe(305);
    expect(containerOf(planned({}))).not.toHaveProperty("startupProbe");
  });

  test("is not asked of a program that is meant to end", () => {
    const container = containerOf(planned({ workload: { kind: "cron", schedule: "0 3 * * *" } }));
    expect(container).not.toHaveProperty("readinessProbe");
    expect(container).not.toHaveProperty("livenessProbe");
  });
});
