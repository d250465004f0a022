import { describe, expect, test } from "vitest";
import { containerOf, planned, podOf, templateOf } from "./testing.ts";

const because = "the image was built in another age, and nobody maintains it";
const until = "2027-06-30";

describe("a pod", () => {
  test("is pulled by its digest", () => {
    expect(containerOf(planned({})).image).toMatch(/^docker\.io\/library\/web:1\.2\.3@sha256:a{64}$/);
  });

  test("asks for what is declared, and may not use more memory", () => {
    const { resources } = containerOf(planned({ resources: { cpu: "100m", memory: "128Mi..256Mi" } }));
    expect(resources).toEqual({
      requests: { cpu: "100m", memory: "128Mi" },
      limits: { memory: "256Mi" },
    });
  });

  test("has a limit of processor only where one is declared", () => {
    const { resources } = containerOf(planned({ resources: { cpu: "100m..2", memory: "128Mi" } }));
    expect(resources?.limits).toEqual({ cpu: "2", memory: "128Mi" });
  });

  test("names its ports, with their protocol", () => {
    const { ports } = containerOf(planned({ ports: { http: 8080, dns: { number: 53, protocol: "udp" } } }));
    expect(ports).toEqual([
      { name: "http", containerPort: 8080, protocol: "TCP" },
      { name: "dns", containerPort: 53, protocol: "UDP" },
    ]);
  });

  test("knows no other service by an environment that nobody declared", () => {
    expect(podOf(planned({})).enableServiceLinks).toBe(false);
  });
});

describe("a pod has no power that it was not given", () => {
  test("runs as its user, unprivileged, on a root that it cannot write", () => {
    const plan = planned({ user: 1000 });
    expect(podOf(plan).securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(containerOf(plan).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });

  test("may be root where a waiver says why, and gains nothing else by it", () => {
    const plan = planned({ user: 0, waive: { "root-user": { because, until } } });
    expect(podOf(plan).securityContext).not.toHaveProperty("runAsNonRoot");
    expect(containerOf(plan).securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });

  test("may write on its root where a waiver says why, and then needs no place for temporary files", () => {
    const plan = planned({ waive: { "writable-root": { because, until } } });
    expect(containerOf(plan).securityContext?.readOnlyRootFilesystem).toBe(false);
    expect(podOf(plan)).not.toHaveProperty("volumes");
  });

  test("may become another user where a waiver says why, with the few powers that this takes", () => {
    const plan = planned({ waive: { privilege: { because, until } } });
    expect(containerOf(plan).securityContext?.capabilities).toEqual({
      drop: ["ALL"],
      add: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"],
    });
  });

  test("may take a folder for the whole machine where a waiver says why", () => {
    const plan = planned({ waive: { chroot: { because, until } } });
    expect(containerOf(plan).securityContext?.capabilities).toEqual({ drop: ["ALL"], add: ["SYS_CHROOT"] });
  });

  test("carries each waiver as a note, for whoever judges it", () => {
    const plan = planned({ waive: { "writable-root": { because, until } } });
    expect(plan.deployment?.metadata.annotations).toEqual({
      "homelab/waive.writable-root": `until ${until}: because ${because}`,
    });
  });

  test("has a token for the Kubernetes API only where it says that it speaks with it", () => {
    expect(podOf(planned({}))).toMatchObject({ automountServiceAccountToken: false });
    expect(podOf(planned({}))).not.toHaveProperty("serviceAccountName");
    expect(podOf(planned({ reach: { cluster: true } }))).toMatchObject({
      automountServiceAccountToken: true,
      serviceAccountName: "web",
    });
  });
});

describe("a pod that takes its time to end", () => {
  test("is given it, after the routes to it have closed", () => {
    const slow = planned({ endsWithin: 60 });
    expect(containerOf(slow).lifecycle).toEqual({ preStop: { sleep: { seconds: 5 } } });
    expect(templateOf(slow.deployment)?.spec?.terminationGracePeriodSeconds).toBe(65);
    expect(templateOf(planned({}).deployment)?.spec).not.toHaveProperty("terminationGracePeriodSeconds");
  });
});

describe("metrics", () => {
  test("are found by the pod's annotations", () => {
    expect(templateOf(planned({ metrics: { port: "http" } }).deployment)?.metadata?.annotations).toEqual({
      "prometheus.io/scrape": "true",
      "prometheus.io/path": "/metrics",
      "prometheus.io/port": "8080",
    });
  });
});
