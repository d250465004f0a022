import { describe, expect, test } from "vitest";
import { claim, generated, secretValue } from "../service/index.ts";
import { planned, podOf, templateOf } from "./testing.ts";

const labels = { "app.kubernetes.io/name": "web" };

describe("a workload", () => {
  test("is named as its service, and says whose it is", () => {
    expect(planned({}).deployment?.metadata).toEqual({
      name: "web",
      namespace: "apps",
      labels: {
        "app.kubernetes.io/name": "web",
        "app.kubernetes.io/part-of": "apps",
        "app.kubernetes.io/managed-by": "pulumi",
        "homelab/lifecycle": "production",
      },
    });
  });

  test("rolls over to a new pod, copy by copy", () => {
    const plan = planned({ workload: { kind: "deployment", replicas: 2 } });
    expect(plan.deployment).toMatchObject({ spec: { replicas: 2, selector: { matchLabels: labels } } });
    expect(plan).not.toHaveProperty("deployment.spec.strategy");
  });

  test.each([
    ["a disk", { volumes: { "/data": claim("1Gi") } }],
    ["a GPU slice", { place: { cluster: "core", node: "core-gpu", gpu: { slices: 1 } } }],
  ])("with %s stops the old pod first, which holds what the new one needs", (_, spec) => {
    expect(planned(spec)).toHaveProperty("deployment.spec.strategy.type", "Recreate");
  });

  test("leaves the number of its copies to the autoscaler", () => {
    expect(planned({ scale: { max: 3, cpu: 70 } })).not.toHaveProperty("deployment.spec.replicas");
  });

  test("with a name for each copy brings a disk for each, and a service that finds them", () => {
    const plan = planned({ workload: { kind: "stateful" }, volumes: { "/data": claim("5Gi") } });
    expect(plan["stateful-set"]).toMatchObject({
      spec: {
        serviceName: "web-headless",
        volumeClaimTemplates: [
          {
            metadata: { name: "data" },
            spec: { storageClassName: "longhorn", resources: { requests: { storage: "5Gi" } } },
          },
        ],
      },
    });
    expect(plan["headless-service"]).toMatchObject({
      metadata: { name: "web-headless" },
      spec: { clusterIP: "None", selector: labels },
    });
    expect(plan).not.toHaveProperty("data-claim");
    expect(podOf(plan).volumes?.map(({ name }) => name)).toEqual(["tmp"]);
  });

  test("on every node also runs on those that are reserved", () => {
    const pod = templateOf(planned({ workload: { kind: "daemon" } })["daemon-set"])?.spec;
    expect(pod?.tolerations).toEqual([{ key: "homelab/reserved", operator: "Exists", effect: "NoSchedule" }]);
  });

  test("by the clock skips a run that the last one still takes, and forgets those that it missed", () => {
    const plan = planned({ workload: { kind: "cron", schedule: "0 3 * * *" } });
    expect(plan["cron-job"]).toMatchObject({
      spec: {
        schedule: "0 3 * * *",
        concurrencyPolicy: "Forbid",
        startingDeadlineSeconds: 3600,
        jobTemplate: {
          spec: { activeDeadlineSeconds: 86400, template: { spec: { restartPolicy: "Never" } } },
        },
      },
    });
  });

  test("that runs once has a new name when it changes, because a job cannot change", () => {
    const name = (version: string) =>
      planned({ workload: { kind: "job" }, env: { VERSION: version } }).job?.metadata.name;
    expect(name("1")).toMatch(/^web-[0-9a-f]{8}$/);
    expect(name("1")).toBe(name("1"));
    expect(name("1")).not.toBe(name("2"));
  });
});

describe("a change that a pod cannot see makes a new pod", () => {
  const digest = (plan: ReturnType<typeof planned>) =>
    templateOf(plan.deployment)?.metadata?.annotations?.["homelab/configuration"];

  test("of a file's text", () => {
    const withFile = (text: string) => digest(planned({ files: { "/etc/web.conf": text } }));
    expect(withFile("a")).not.toBe(withFile("b"));
  });

  test("of a secret's generation, which tells nothing of the secret", () => {
    const rotated = (generation: number) =>
      digest(planned({ secrets: { key: generated(32, { generation }) }, env: { KEY: secretValue("key") } }));
    expect(rotated(1)).toBe(rotated(1));
    expect(rotated(1)).not.toBe(rotated(2));
  });

  test("and a pod that refers to nothing has no digest", () => {
    expect(templateOf(planned({}).deployment)?.metadata).not.toHaveProperty("annotations");
  });
});
