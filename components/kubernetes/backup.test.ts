import { describe, expect, test } from "vitest";
import { claim, generated, image, type ServiceSpec, scratch, secretValue } from "../service/index.ts";
import { labWith, service } from "../testing/index.ts";
import { planNamespace } from "./namespace.ts";
import { planRestore } from "./restore.ts";
import { clusterServiceNamed, planOf, policyOf, templateOf } from "./testing.ts";

const server = service({ name: "backups", namespace: "data", provides: "backups" });
const disk = { "/data": claim("5Gi", { class: "local-path" }) };
const postgres = service({
  name: "database",
  image: image("docker.io/library/postgres", "18.3", `sha256:${"b".repeat(64)}`),
  workload: { kind: "stateful" },
  place: { cluster: "core", node: "core-server" },
  ports: { postgresql: 5432 },
  health: { opens: "postgresql" },
  env: { POSTGRES_PASSWORD: secretValue("password") },
  secrets: { password: generated() },
  volumes: { "/var/lib/postgresql": claim("20Gi", { class: "local-path" }), "/dev/shm": scratch("64Mi") },
});
const web = (more: Partial<ServiceSpec> = {}) =>
  service({ place: { cluster: "core", node: "core-server" }, volumes: disk, ...more });

const backedUp = labWith(server, postgres, web());
const podOf = (part: string, name = "web") => templateOf(planOf(name, backedUp)[part])?.spec;

describe("a service with a disk", () => {
  test("is backed up each night by its own user, who can only read it, under a password of its own", () => {
    const plan = planOf("web", backedUp);
    expect(plan["backup-cron-job"]).toMatchObject({
      metadata: { name: "web-backup", namespace: "apps" },
      spec: { schedule: expect.stringMatching(/^\d+ [1-4] \* \* \*$/), concurrencyPolicy: "Forbid" },
    });
    const pod = podOf("backup-cron-job");
    expect(pod?.securityContext).toMatchObject({ runAsUser: 1000, runAsNonRoot: true });
    expect(pod?.nodeSelector).toEqual({ "kubernetes.io/hostname": "core-server" });
    const [container] = pod?.containers ?? [];
    expect(container?.command).toEqual(["sh", "/scripts/backup.sh", "/data", "/dumps"]);
    expect(container?.volumeMounts).toContainEqual({ name: "disk-data", mountPath: "/data", readOnly: true });
    expect(container?.env).toContainEqual({
      name: "RESTIC_REPOSITORY",
      value: "rest:http://backups.data.svc:8080/web/",
    });
    expect(plan["backup-secret"]).toMatchObject({
      stringData: { password: [{ secret: "backup", of: "web" }] },
    });
  });

  test("has its SQLite databases copied first, by the same user, and put in their place last", () => {
    const [copy] = podOf("backup-cron-job")?.initContainers ?? [];
    expect(copy?.command).toContain("/scripts/copy-sqlite.mjs");
    expect(copy?.command?.at(-1)).toBe("/data");
    expect(copy?.volumeMounts).toContainEqual({ name: "disk-data", mountPath: "/data" });
    const restore = planRestore(clusterServiceNamed("web", backedUp), backedUp, "latest")?.spec?.template
      .spec;
    expect(restore?.initContainers?.map(({ command }) => command?.slice(1))).toEqual([
      ["/scripts/fetch.sh", "/data"],
      ["/scripts/fetch.sh", "/dumps"],
    ]);
    expect(restore?.containers[0]?.command).toEqual(["sh", "/scripts/place-sqlite.sh"]);
  });

  test("has nothing of it where the disk may be lost, where nobody takes backups, or in an archive", () => {
    const none = (lab: ReturnType<typeof labWith>) =>
      Object.keys(planOf("web", lab)).filter((part) => part.startsWith("backup"));
    expect(none(labWith(web()))).toEqual([]);
    expect(none(labWith(server, web({ volumes: { "/data": claim("5Gi", { backup: "never" }) } })))).toEqual(
      [],
    );
  });

  test("that starts as root is read as root, which may look into what belongs to others, and no more", () => {
    const waive = {
      "root-user": { because: "its image starts as root, and gives its files away", until: "2027-06-30" },
    };
    const lab = labWith(server, web({ user: undefined, waive }));
    const pod = templateOf(planOf("web", lab)["backup-cron-job"])?.spec;
    expect(pod?.securityContext).toEqual({ runAsUser: 0, seccompProfile: { type: "RuntimeDefault" } });
    expect(pod?.containers[0]?.securityContext?.capabilities).toEqual({
      drop: ["ALL"],
      add: ["CHOWN", "DAC_OVERRIDE", "FOWNER"],
    });
  });

  test("whose disk may be on any node is read on the node where it runs", () => {
    const lab = labWith(server, service({ volumes: { "/data": claim("5Gi") } }));
    expect(templateOf(planOf("web", lab)["backup-cron-job"])?.spec?.affinity?.podAffinity).toMatchObject({
      requiredDuringSchedulingIgnoredDuringExecution: [
        { labelSelector: { matchLabels: { "app.kubernetes.io/name": "web" } } },
      ],
    });
  });
});

describe("a server of databases", () => {
  test("is dumped by its own image, into what is kept", () => {
    const pod = podOf("backup-cron-job", "database");
    const [dump] = pod?.initContainers ?? [];
    expect(dump).toMatchObject({ command: ["sh", "/scripts/dump-postgresql.sh"] });
    expect(dump?.image).toContain("docker.io/library/postgres:18.3");
    expect(dump?.env).toContainEqual({
      name: "PGPASSWORD",
      valueFrom: { secretKeyRef: { name: "database", key: "POSTGRES_PASSWORD" } },
    });
    expect(JSON.stringify(pod?.volumes)).not.toContain("persistentVolumeClaim");
  });

  test("is tried once a week beside a server like it, whose disk is empty and never the real one", () => {
    const pod = podOf("backup-trial-cron-job", "database");
    expect(pod?.initContainers?.map(({ name, restartPolicy }) => [name, restartPolicy])).toEqual([
      ["restic", undefined],
      ["server", "Always"],
    ]);
    expect(pod?.volumes).toContainEqual({ name: "var-lib-postgresql", emptyDir: expect.anything() });
    expect(JSON.stringify(pod?.volumes)).not.toContain("persistentVolumeClaim");
    expect(pod?.containers[0]?.env).toContainEqual({ name: "PGHOST", value: "127.0.0.1" });
  });

  test("lets in the job that dumps it, and not the one that tries the dump", () => {
    const from = JSON.stringify(policyOf(planOf("database", backedUp)).ingress);
    expect(from).toContain("database-backup");
    expect(from).not.toContain("database-backup-trial");
  });
});

test("whoever takes backups takes them from the jobs of every namespace, and from nobody else", () => {
  expect(policyOf(planOf("backups", backedUp)).ingress).toEqual([
    {
      from: [
        {
          namespaceSelector: {},
          podSelector: { matchExpressions: [{ key: "homelab/backs-up", operator: "Exists" }] },
        },
      ],
      ports: [{ port: 8080, protocol: "TCP" }],
    },
  ]);
});

test("the scripts lie once in each namespace that keeps anything", () => {
  const services = ["backups", "database", "web"].map((name) => clusterServiceNamed(name, backedUp));
  const core = backedUp.inventory.clusters.core;
  if (!core) throw new Error("the lab of the tests has no core");
  const scripts = (namespace: string) => planNamespace(namespace, services, core).contents["backup-scripts"];
  expect(scripts("data")).toBeUndefined();
  expect(scripts("apps")).toMatchObject({ data: { "backup.sh": expect.stringContaining("#!/bin/sh") } });
});

test("what is put back is written by the same user, from the snapshot that is named", () => {
  const job = planRestore(clusterServiceNamed("web", backedUp), backedUp, "abc123");
  const [container] = job?.spec?.template.spec?.containers ?? [];
  expect(container?.env).toContainEqual({ name: "SNAPSHOT", value: "abc123" });
  expect(container?.volumeMounts).toContainEqual({ name: "disk-data", mountPath: "/data" });
  expect(job?.spec?.template.spec?.securityContext).toMatchObject({ runAsUser: 1000 });
});
