import { describe, expect, test } from "vitest";
import { deployment, type Ground, made, types } from "./ground.ts";

/** What is waited for, and what is said where that does not come. */
export function readiness(ground: Ground): void {
  const tooBig = { resources: { requests: { cpu: "1000" } } };

  describe("what is not ready in time", () => {
    test("is told with the scheduler's own words", async () => {
      const error = made(ground, types.deployment, deployment("big", tooBig), { timeout: 2 });
      await expect(error).rejects.toThrow(
        "Deployment default/big is there, but it was not ready after 2 s: [2/2] Waiting for Pods to be ready (0 of 1)",
      );
      const read = ground.plugin.read(types.deployment, "default/big", deployment("big", tooBig));
      await expect(read).rejects.toThrow("Deployment default/big is there, but it is not ready");
    });

    test("stays in the state with all that is known of it, and is mended by the next update", async () => {
      const program = (cpu: string) => `
        const provider = new kubernetes.Provider("lab", { kubeconfig: ${JSON.stringify(ground.cluster.kubeconfig)} });
        const labels = { app: "late" };
        const containers = [{ name: "late", image: "late:1", resources: { requests: { cpu: "${cpu}" } } }];
        new kubernetes.apps.v1.Deployment("late", { metadata: { name: "late" }, spec: {
          selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } },
        } }, { provider, customTimeouts: { create: "2s" } });
      `;
      ground.stack.program(program("1000"));
      const first = await ground.stack.pulumi("up", "--yes", "--skip-preview");
      expect(first.ok).toBe(false);
      expect(first.output).toMatch(
        /Pod default\/late-\w+-\w+: \[Unschedulable\] 0\/1 nodes are available: 1 Insufficient cpu/,
      );
      const path = "/apis/apps/v1/namespaces/default/deployments/late";
      const { uid } = (await ground.cluster.api.get(path)).metadata;
      ground.stack.program(program("0.1"));
      const second = await ground.stack.pulumi("up", "--yes", "--skip-preview");
      expect(second.output).toContain("~ 1 updated");
      expect((await ground.cluster.api.get(path)).metadata.uid).toBe(uid);
      expect((await ground.stack.pulumi("destroy", "--yes", "--skip-preview")).ok).toBe(true);
    });
  });

  describe("a claim", () => {
    const claim = (name: string, storageClassName: string) => ({
      metadata: { name, namespace: "default" },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } }, storageClassName },
    });

    test("that binds with its first consumer is not waited for", async () => {
      await ground.cluster.api.apply("/apis/storage.k8s.io/v1/storageclasses/lazy", {
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        metadata: { name: "lazy" },
        provisioner: "lab.example/lazy",
        volumeBindingMode: "WaitForFirstConsumer",
      });
      const { values } = await made(ground, types.claim, claim("lazy", "lazy"), { timeout: 5 });
      expect(values).toMatchObject({ status: { phase: "Pending" } });
    });

    test("of a class that nobody has is told so", async () => {
      await expect(made(ground, types.claim, claim("lost", "nobody"), { timeout: 2 })).rejects.toThrow(
        "PersistentVolumeClaim default/lost is there, but it was not ready after 2 s",
      );
    });
  });

  test("an object that asks for no waiting is not waited for", async () => {
    const given = deployment("careless", tooBig);
    given.metadata = {
      name: "careless",
      namespace: "default",
      annotations: { "pulumi.com/skipAwait": "true" },
    };
    expect((await made(ground, types.deployment, given)).id).toBe("default/careless");
  });

  test("a wish of the program is waited for, on any object", async () => {
    const wish = `["jsonpath={.data['door']}=open", "jsonpath={.metadata.labels.seen}"]`;
    const metadata = { name: "door", namespace: "default", annotations: { "pulumi.com/waitFor": wish } };
    const waiting = made(ground, types.configMap, { metadata, data: { door: "closed" } }, { timeout: 20 });
    const path = "/api/v1/namespaces/default/configmaps/door";
    await expect.poll(() => ground.cluster.api.get(path).catch(() => undefined)).toBeDefined();
    await ground.cluster.api.merge(path, { data: { door: "open" }, metadata: { labels: { seen: "yes" } } });
    expect((await waiting).values).toMatchObject({ data: { door: "open" } });
  });
}
