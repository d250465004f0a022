import { describe, expect, test } from "vitest";
import { serviceNamed } from "../lab/index.ts";
import { labWith, programs, service } from "../testing/index.ts";
import { planService } from "./plan.ts";
import { clusterServiceNamed, containerOf, planned, podOf } from "./testing.ts";

const ours = { program: "greeter", image: undefined, user: undefined };

function plannedWith(digest: string) {
  const lab = labWith(service(ours));
  return planService(clusterServiceNamed("web", lab), lab, (name) => ({ ...programs(name), digest }));
}

describe("a program of ours", () => {
  test("lies in a ConfigMap that is named after what it holds, and never changes", () => {
    expect(planned(ours).program).toMatchObject({
      kind: "ConfigMap",
      metadata: { name: "web-program-0123456789ab", namespace: "apps" },
      immutable: true,
      data: { "greeter.mjs": 'console.log("greeter")' },
    });
  });

  test("is mounted alone, read-only, and run by a pinned Node.js that knows how much memory it has", () => {
    const plan = planned({ ...ours, resources: { cpu: "100m", memory: "128Mi..512Mi" }, args: ["serve"] });
    expect(containerOf(plan)).toMatchObject({
      image: expect.stringMatching(/^docker\.io\/library\/node:24\.[\w.-]+@sha256:[0-9a-f]{64}$/),
      command: expect.arrayContaining(["node", "--max-old-space-size=384", "/app/greeter.mjs"]),
      args: ["serve"],
    });
    expect(containerOf(plan).volumeMounts).toContainEqual({
      name: "homelab-program",
      mountPath: "/app",
      readOnly: true,
    });
    expect(podOf(plan).volumes).toContainEqual({
      name: "homelab-program",
      configMap: { name: "web-program-0123456789ab" },
    });
  });

  test("does not run as root, though its image would", () => {
    expect(podOf(planned(ours)).securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(podOf(planned({ ...ours, user: 2000 })).securityContext).toMatchObject({ runAsUser: 2000 });
  });

  test("makes new pods when its code changes, and the same ones when the change is taken back", () => {
    const [before, after, back] = ["aaaa", "bbbb", "aaaa"].map(plannedWith);
    expect(after?.deployment).not.toEqual(before?.deployment);
    expect(after?.program?.metadata.name).not.toBe(before?.program?.metadata.name);
    expect(back).toEqual(before);
  });

  test("runs in the image of what it calls, with a Node.js that is brought along", () => {
    const plan = planned({ ...ours, image: service().image });
    const container = containerOf(plan);
    const [bringer] = podOf(plan).initContainers ?? [];
    expect(container.image).toMatch(/^docker\.io\/library\/web:/);
    expect(container.command?.[0]).toBe("/opt/node/node");
    expect(container.volumeMounts).toContainEqual({ name: "node", mountPath: "/opt/node", readOnly: true });
    expect(bringer).toMatchObject({
      image: expect.stringMatching(/^docker\.io\/library\/node:24\.[\w.-]+@sha256:[0-9a-f]{64}$/),
      command: ["cp", "/usr/local/bin/node", "/opt/node/node"],
      securityContext: { readOnlyRootFilesystem: true },
    });
    expect(podOf(planned(ours)).initContainers).toBeUndefined();
  });

  test("may be built into an image instead, which is declared as every other", () => {
    const plan = planned({});
    expect(plan).not.toHaveProperty("program");
    expect(serviceNamed(labWith(service()), "web").command).toBeUndefined();
  });
});
